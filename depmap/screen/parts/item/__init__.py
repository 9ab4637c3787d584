"""The page of one item: its facts and lists, and for a direction its ways out and its drivers."""
