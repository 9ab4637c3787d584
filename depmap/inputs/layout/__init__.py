"""Files of either form, and what is nested in them, as rows of text under the schema."""
