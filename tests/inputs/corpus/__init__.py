"""The bad-input corpus: small sets of files that are refused, read as something, or plain."""
