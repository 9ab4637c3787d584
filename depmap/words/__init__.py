"""Sentences and formats from rows, without a session: pages and the command line say the same."""
