"""Files -> typed rows, or problems with file and line."""
