"""What is known: places, partnerships, countries, and facts of each."""
