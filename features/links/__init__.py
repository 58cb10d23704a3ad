"""The lists of partnerships: one module a kind of source, raw file to rows of one shape."""
