"""Many portfolios of one organisation, built together into files that any engine reads."""
