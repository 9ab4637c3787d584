"""Which answers are up: published database files, and the one a live folder shows."""
