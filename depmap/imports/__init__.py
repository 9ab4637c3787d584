"""What other tools export, read as a portfolio: a reader per tool, then one way into a folder."""
