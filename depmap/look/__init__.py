"""Colours and marks: one palette, one sign per meaning."""
