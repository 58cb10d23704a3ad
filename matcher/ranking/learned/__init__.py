"""The learned ranker: what it measures of a pair, its networks, its artefact."""
