"""The sequence: the whole plan by window, and the part of it that one owner has."""
