"""The first page of a dossier and the ten parts of its annex."""
