"""The bad-input corpus: each case is a small set of files and the problems they must raise."""
