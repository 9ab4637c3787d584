"""Nodes and arrows of a drawing as tasks and links: an arrow leads to what waits."""

from __future__ import annotations

from collections.abc import Mapping

from depmap.imports.found import DONE, IN_PROGRESS, NOT_NEEDED, NOT_STARTED, Link, Task
from depmap.imports.values import moment

# Between id and name in the label of a node that we drew.
BETWEEN = " · "
ANY_OF = "any of: "
_STATUSES = {
    **{word: word for word in (NOT_STARTED, IN_PROGRESS, DONE, NOT_NEEDED)},
    "proposed": NOT_STARTED,
    "committed": IN_PROGRESS,
}


def task(
    key: str, line: int, label: str, facts: Mapping[str, str], is_direction: bool = False
) -> Task:
    """A node. label: its words; facts: its attributes, by the names that our exports give them."""
    id, between, name = label.partition(BETWEEN)
    if not between:
        id, name = "", label
    id = id.strip() or (key if "item_type" in facts else "")
    likely = _days(facts.get("lead_likely_days", ""))
    return Task(
        key=key,
        name=facts.get("name") or name or key,
        line=line,
        status=_STATUSES.get(facts.get("status", ""), ""),
        is_direction=is_direction or facts.get("item_type") == "direction",
        # Of our own exports, which name a gap where nobody is.
        owner=facts.get("owner", "") if facts.get("owner_id", "-") else "",
        owner_id=facts.get("owner_id", ""),
        likely_days=likely,
        low_days=None if likely is None else _days(facts.get("lead_low_days", "")),
        high_days=None if likely is None else _days(facts.get("lead_high_days", "")),
        effort_days=_number(facts.get("effort_days", "")),
        due=moment(facts.get("target", "")),
        ticket=None if id else "",
        id=id,
    )


def link(before: str, after: str, line: int, facts: Mapping[str, str]) -> Link:
    """An arrow from what comes first to what waits for it."""
    label = facts.get("label", "")
    any_of = facts.get("any_of") or label.removeprefix(ANY_OF) * label.startswith(ANY_OF)
    is_soft = facts.get("strength") == "soft" or facts.get("style") == "dashed"
    return Link(after, before, line, is_soft and not any_of, any_of)


def _number(text: str) -> float | None:
    try:
        number = float(text) if text else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < 1e6 else None


def _days(text: str) -> int | None:
    number = _number(text)
    return None if number is None else round(number)
