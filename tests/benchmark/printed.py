"""Lines of figures as they come, each with its verdict."""

from collections.abc import Iterable


def printed(lines: Iterable[str]) -> int:
    """Prints each line at once; 1 when one of them says that its budget is missed, else 0."""
    over = False
    for line in lines:
        print(line, flush=True)
        over |= "MISSED" in line
    return int(over)
