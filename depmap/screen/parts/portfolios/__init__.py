"""The first page of a lake: all portfolios together."""
