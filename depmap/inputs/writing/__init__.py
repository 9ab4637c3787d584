"""Cells and files written back: byte for byte what was there, but for what changes."""
