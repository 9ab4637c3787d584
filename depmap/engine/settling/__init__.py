"""The any-of graph by numbers: what starts, which pins hold, when all is there, what is vital."""
