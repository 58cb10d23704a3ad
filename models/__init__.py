"""Training, evaluation and comparison of rankers."""
