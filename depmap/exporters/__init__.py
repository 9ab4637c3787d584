"""Rows -> a file that another program opens. One module a format."""
