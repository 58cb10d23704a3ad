"""Feature pipeline: raw sources to the shipped tables."""
