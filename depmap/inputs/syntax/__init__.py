"""CSV and YAML text -> rows and trees of text that know their lines and places. No schema."""
