"""What the page Changes draws: what it compares with, what moved, how it went, what was edited."""
