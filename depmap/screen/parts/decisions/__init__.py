"""The page of decisions: cards of those that change a chance, a table of the rest, ideas."""
