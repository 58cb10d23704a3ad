"""The shipped tables: columns, shapes, loading and checking."""
