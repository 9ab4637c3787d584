"""The Data page: can this be trusted, what came in, and what a file of one's own would give."""
