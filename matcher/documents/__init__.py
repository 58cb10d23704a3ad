"""One document model and its writers: HTML, PDF, Word."""
