"""Every English sentence, by code."""
