"""The values that every room speaks of: criteria, places, the frozen answer."""
