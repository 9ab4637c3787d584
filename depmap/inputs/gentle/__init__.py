"""What has exactly one meaning becomes the plain form of the schema; what has two is refused."""
