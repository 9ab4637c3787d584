"""Answers as rows: the only reader of report.*, the filters that narrow it, names by id."""
