"""Baselines and peers, each a function from the known world to a scorer."""
