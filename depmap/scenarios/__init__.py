"""What if: a scenario as asked for, its answers beside today's, and how it is written down."""
