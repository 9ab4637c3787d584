"""The label of a task in a tracker that ties it to a row of the map, whatever key it gets there."""

from __future__ import annotations

import hashlib
from urllib.parse import quote, unquote

LABEL = "depmap-"
# A colon in an id is quoted, so no item's label begins like a decision's, whose ids are their own.
DECISION = f"{LABEL}decision:"
# The least that a tracker allows: GitHub's.
LONGEST = 50


def label(item_id: str) -> str:
    """The label of a direction or prerequisite; without blanks and commas, as trackers want it."""
    return shortened(f"{LABEL}{quote(item_id, safe='')}")


def decision_label(decision_id: str) -> str:
    """The label of a decision."""
    return shortened(f"{DECISION}{quote(decision_id, safe='')}")


def shortened(word: str) -> str:
    """A label of at most LONGEST signs, one for one word."""
    if len(word) <= LONGEST:
        return word
    digits = hashlib.sha256(word.encode()).hexdigest()[:8]
    return f"{word[: LONGEST - len(digits) - 1]}-{digits}"


def id_in(labels: tuple[str, ...]) -> str:
    """The id that the first label of ours names, its beginning where it was shortened; or ""."""
    ours = next((one for one in labels if one.startswith(LABEL)), "")
    return unquote(ours.removeprefix(DECISION).removeprefix(LABEL))
