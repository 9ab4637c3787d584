"""A folder of files -> a Portfolio, or every problem with file and line."""
