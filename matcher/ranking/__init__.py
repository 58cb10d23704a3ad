"""Pairs, the ranker protocol, scores by candidate, criteria and the learned ranker."""
