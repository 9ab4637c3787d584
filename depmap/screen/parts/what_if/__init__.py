"""What if: the builder of a scenario, and what it would change."""
