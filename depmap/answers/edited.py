"""Edits between two portfolios as people speak of them: by thing, with what each moved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from depmap.answers.causes import Cause
from depmap.answers.changes import Comparison
from depmap.answers.edits import ADDED, CHANGED, REMOVED, Edit
from depmap.answers.rows import records

_ITEMS = ("prerequisites", "directions")
# Things whose edits move dates: items, and the rows of one file.
_MOVE = ("", "decisions")
# Between an item, its alternative and what it requires in what people call a row.
_PARTS = re.compile(r"[/>]")


class Moved(NamedTuple):
    """A direction that one thing moved, and by how many days its 80 % date; None is blocked."""

    direction_id: str
    p80_days: int | None


class Thing(NamedTuple):
    """What was edited of one thing, in whatever file, in reading order, and what that moved."""

    id: str
    edits: tuple[Edit, ...]
    moved: tuple[Moved, ...]


class Happened(NamedTuple):
    """What happened besides dates, each by id. owners: who owned it before and who does now."""

    started: list[str]
    finished: list[str]
    blocked: list[str]
    owners: dict[str, tuple[str, str]]
    added: list[str]
    removed: list[str]


def things(edits: Iterable[Edit], causes: Sequence[Cause]) -> list[Thing]:
    """The edits by thing, first what moved a direction most, then in the order of the edits."""
    by_thing: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        by_thing.setdefault(_thing(edit), []).append(edit)
    moves: dict[str, list[Moved]] = {}
    for cause in causes:
        if cause.item_id and cause.p80_days != 0:
            moves.setdefault(cause.item_id, []).append(Moved(cause.direction_id, cause.p80_days))
    found = [
        Thing(
            name, tuple(own), tuple(sorted(moves.get(name, []), key=_size) if file in _MOVE else ())
        )
        for (file, name), own in by_thing.items()
    ]
    return sorted(found, key=lambda thing: min(map(_size, thing.moved), default=1))


def _thing(edit: Edit) -> tuple[str, str]:
    """Whose an edit is: an item, whatever file says it; else the row of a file."""
    file = edit.file.partition(".")[0]
    owner = _PARTS.split(edit.id, maxsplit=1)[0]
    return ("" if file in _ITEMS or owner != edit.id else file), owner


def _size(move: Moved) -> float:
    """The largest first, and what is blocked before all."""
    return float("-inf") if move.p80_days is None else -abs(move.p80_days)


def happened(edits: Iterable[Edit], comparison: Comparison) -> Happened:
    """What started, finished, can never start now, changed its owner, came and went."""
    found = Happened([], [], _blocked(comparison), {}, [], [])
    by_status: Mapping[str, list[str]] = {
        "in_progress": found.started,
        "done": found.finished,
        "delivered": found.finished,
    }
    for edit in edits:
        if edit.file.partition(".")[0] not in _ITEMS:
            continue
        if edit.change == CHANGED and edit.field == "status":
            by_status.get(edit.after, []).append(edit.id)
        elif edit.change == CHANGED and edit.field == "owner":
            found.owners[edit.id] = edit.before, edit.after
        elif edit.field == "" and edit.change in (ADDED, REMOVED):
            (found.added if edit.change == ADDED else found.removed).append(edit.id)
    return found


def _blocked(comparison: Comparison) -> list[str]:
    items = [row["item_id"] for row in records(comparison.items) if row["is_newly_blocked"]]
    directions = [
        row["direction_id"]
        for row in records(comparison.directions)
        if row["outlook_after"] == "blocked" and row["outlook_before"] != "blocked"
    ]
    return [*directions, *items]
