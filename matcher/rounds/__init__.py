"""Matching rounds: many councils file mandates at once and are paired two-sidedly."""
