"""What portfolios of a workspace are told of each other, and in which order."""
