"""Ranked, explained candidates for a twin city."""
