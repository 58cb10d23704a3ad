"""Names and words as keys: normalising and spelling."""
