"""What stands between two states, and what binds their cities: relations, laws, endings, status."""
