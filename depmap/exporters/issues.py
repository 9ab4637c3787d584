"""What a tracker would hold of a map: an issue a direction, a prerequisite and an open decision.

For the forms of trackers. Only what has no ticket yet is to be created; each issue carries a label
with its id, by which an import finds it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

from depmap.answers.rows import Row, is_missing
from depmap.exporters import follow_up
from depmap.exporters.extract import Extract, there_by
from depmap.exporters.follow_up import FollowUp
from depmap.imports.labels import decision_label, label, shortened

_KEY = re.compile(r"\b([A-Z][A-Z0-9_]*-\d+)\b")


@dataclass(frozen=True)
class Links:
    """What an issue blocks: numbers of issues to create, and keys of those there are already.

    is_blocked_by: keys of tickets that block it.
    """

    blocks: Sequence[int]
    blocks_keys: Sequence[str]
    is_blocked_by: Sequence[str]


@dataclass(frozen=True)
class Issue:
    """One issue. Text is plain; lines are paragraphs. Without an owner owner_id is empty.

    kind: what it is on the map. number: its place among the issues to create, from 1. is_begun: in
    progress, or a direction that is committed. due: the last day by which it must be there.
    parent: the number of the direction it belongs to, 0 without one.
    """

    kind: Literal["direction", "prerequisite", "decision"]
    id: str
    number: int
    title: str
    owner: str
    owner_id: str
    lines: Sequence[str]
    is_begun: bool
    priority: int
    start: date | None
    due: date | None
    parent: int
    links: Links
    labels: Sequence[str]


def issues(extract: Extract) -> list[Issue]:
    """What is to be created: directions first, then prerequisites in plan order, then decisions.

    Along the chosen route only: alternatives that are not taken block nobody.
    """
    tickets = extract.tickets
    directions = [row for row in extract.directions if row["direction_id"] not in tickets]
    tasks = [task for task in extract.tasks if task["item_id"] not in tickets]
    shown = {task["item_id"] for task in extract.tasks}
    decisions = [
        row for row in extract.decisions
        if row["origin"] == "decision" and row["item_id"] not in shown and not row["ticket"]
    ]  # fmt: skip
    place = {row["direction_id"]: at for at, row in enumerate(directions, 1)}
    place |= {task["item_id"]: at for at, task in enumerate(tasks, len(place) + 1)}
    waiting: dict[str, list[str]] = {}
    needed: dict[str, list[str]] = {}
    for edge in extract.edges:
        if edge["is_chosen"]:
            waiting.setdefault(edge["requires_id"], []).append(edge["item_id"])
            needed.setdefault(edge["item_id"], []).append(edge["requires_id"])

    # What waits for a decision that has a ticket waits for that.
    decided: dict[str, list[str]] = {}
    for row in extract.decisions:
        for blocked in row["blocks"] if row["ticket"] else ():
            decided.setdefault(blocked, []).append(row["ticket"])

    def links(item_id: str, blocked: Sequence[str]) -> Links:
        return Links(
            [place[other] for other in blocked if other in place],
            _keys([tickets[one] for one in blocked if one in tickets]),
            _keys([tickets[one] for one in needed.get(item_id, ()) if one in tickets])
            + _keys(decided.get(item_id, [])),
        )

    found = [
        Issue(
            kind="direction",
            id=row["direction_id"],
            number=place[row["direction_id"]],
            title=row["name"],
            owner=row["sponsor"],
            owner_id=row["sponsor_id"],
            lines=[line for line in (row["description"],) if line],
            is_begun=row["status"] == "committed",
            priority=_of_outlook(row),
            start=None,
            due=None if is_missing(row["target"]) else row["target"].date(),
            parent=0,
            labels=[label(row["direction_id"])],
            links=links(row["direction_id"], waiting.get(row["direction_id"], ())),
        )
        for row in directions
    ]
    for task, told in zip(tasks, follow_up.starts(extract, tasks), strict=True):
        found.append(
            Issue(
                kind="prerequisite",
                id=task["item_id"],
                number=place[task["item_id"]],
                title=told.title,
                owner=told.owner,
                owner_id=told.owner_id,
                lines=_lines(told),
                is_begun=task["status"] == "in_progress",
                priority=told.priority,
                start=told.on,
                due=there_by(task),
                parent=place.get(_direction(task), 0),
                labels=[label(task["item_id"]), *_theme(task)],
                links=links(task["item_id"], waiting.get(task["item_id"], ())),
            )
        )
    for row, told in zip(decisions, follow_up.decides(extract, decisions), strict=True):
        found.append(
            Issue(
                kind="decision",
                id=row["decision_id"],
                number=len(found) + 1,
                title=told.title,
                owner=told.owner,
                owner_id=told.owner_id,
                lines=[*_lines(told), *(f"Option: {option}" for option in told.solutions)],
                is_begun=False,
                priority=told.priority,
                start=None,
                due=told.on,
                parent=0,
                labels=[decision_label(row["decision_id"])],
                links=links("", row["blocks"]),
            )
        )
    return found


def _theme(task: Row) -> list[str]:
    return [shortened(quote(task["theme_id"], safe=""))] if task["theme_id"] else []


def _direction(task: Row) -> str:
    """The direction whose date it has, else the first that needs it; empty without one."""
    first = task["directions"][0] if len(task["directions"]) else ""
    named = task["safe_binding_direction"]
    return str(first if is_missing(named) or not named else named)


def _keys(tickets: Sequence[str]) -> list[str]:
    """The keys of tickets; an address ends with its key, and one without any names nothing."""
    found = [_KEY.findall(ticket) for ticket in tickets]
    return [keys[-1] for keys in found if keys]


def _of_outlook(direction: Row) -> int:
    return {"late": 1, "blocked": 1, "at_risk": 2}.get(direction["outlook"], 3)


def _lines(told: FollowUp) -> list[str]:
    """What stands in an issue: when and who, why, then the steps."""
    steps = [f"{place}. {step}" for place, step in enumerate(told.plan, 1)]
    return [f"{told.when}. Who: {told.owner}.", *told.problem, *told.context, *steps]
