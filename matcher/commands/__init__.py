"""Commands of the command line beyond the first ones, and what all of them share."""
