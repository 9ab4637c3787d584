"""Tasks and links as rows of the input tables, with ids, owners and leads."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from depmap.imports.found import (
    DONE,
    IN_PROGRESS,
    NOT_NEEDED,
    NOT_STARTED,
    Found,
    Reader,
    Remark,
    Task,
)
from depmap.imports.graph import slack
from depmap.imports.labels import id_in
from depmap.inputs.gentle.words import is_nobody, refuse_error
from depmap.inputs.reader import INVISIBLE
from depmap.portfolio.convert import Unfit, convert
from depmap.portfolio.looks import fold, is_a_mark, is_unseen, look
from depmap.portfolio.table import MAX_LEAD_DAYS, identifier

ASSUMED_LEADS = (14, 30, 60)
MAX_ID = 60
MAX_NAME, MAX_NOTES = 500, 5_000
SHOWN = 5
MAX_EFFORT = 100_000
LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days")
DIRECTION_STATUS = {IN_PROGRESS: "committed", DONE: "delivered", NOT_NEEDED: "dropped"}
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,59}")
_ID = identifier("row")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
# What a spreadsheet would compute; the reader takes the apostrophe off again.
_FORMULA = re.compile(r"[=+\-@|%\uff1d\uff0b\uff0d\uff20]")

Row = dict[str, str]


@dataclass(frozen=True)
class Gap:
    """A lead that an import assumed: its id, name, and the days that it can take longer.

    slack_days is None for what no direction waits for.
    """

    id: str
    name: str
    slack_days: int | None


@dataclass(frozen=True)
class Mapped:
    """The rows of each input table by column, the ids of tasks by key, and what was said.

    gaps: assumed leads, what moves a date first. parts: the ends of those dependencies that say no
    more than that one is a part of the other.
    """

    tool: str
    tables: Mapping[str, list[Row]]
    ids: Mapping[str, str]
    remarks: tuple[Remark, ...]
    gaps: tuple[Gap, ...]
    parts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Known:
    """What a folder has already: ids by key of the source, every id, and owners by their look."""

    ids: Mapping[str, str]
    taken: frozenset[str]
    owners: Mapping[str, str]


NOTHING = Known({}, frozenset(), {})


def rows_of(found: Found, reader: Reader, known: Known = NOTHING) -> Mapped:
    """The rows that tasks and links become, under the ids that are known."""
    ids = _ids(found.tasks, known)
    owners = _owners(found.tasks, known)
    tables: dict[str, list[Row]] = {"directions": [], "prerequisites": [], "dependencies": []}
    leads: dict[str, int] = {}
    assumed: list[Task] = []
    for task in found.tasks:
        if not task.status and task.key not in known.ids:
            task = replace(task, status=NOT_STARTED)
        row = {"id": ids[task.key], "name": named(task), "owner": owners.get(task.owner, "")}
        row["ticket"] = ticket_of(task, reader)
        if task.is_direction:
            tables["directions"].append(_direction(row, task))
            leads[task.key] = task.likely_days or 0
        else:
            tables["prerequisites"].append(_prerequisite(row, task))
            is_over = task.status in (DONE, NOT_NEEDED)
            if task.likely_days is None and not is_over:
                assumed.append(task)
            leads[task.key] = 0 if is_over else (
                ASSUMED_LEADS[1] if task.likely_days is None else task.likely_days
            )  # fmt: skip
    for link in found.links:
        tables["dependencies"].append({
            "item": ids[link.item], "requires": ids[link.requires],
            "strength": "soft" if link.is_soft else "" if link.any_of else "hard",
            "any_of": link.any_of,
        })  # fmt: skip
    known_owners = set(known.owners.values())
    tables["owners"] = [
        {"id": id, "name": _sure(clean(name), id), "capacity_days_per_week": ""}
        for name, id in owners.items()
        if id not in known_owners
    ]
    spare = slack(found, leads)
    gaps = [Gap(ids[task.key], named(task), spare.get(task.key)) for task in assumed]
    gaps.sort(key=lambda gap: (gap.slack_days is None, gap.slack_days or 0))
    remarks = [*found.remarks, *_of_all(found, ids, spare, known)]
    parts = frozenset((ids[one.item], ids[one.requires]) for one in found.links if one.is_part)
    return Mapped(reader.tool, tables, ids, tuple(sorted(remarks)), tuple(gaps), parts)


def _of_all(
    found: Found, ids: Mapping[str, str], spare: Mapping[str, int], known: Known
) -> list[Remark]:
    """What was guessed of every row that is not known, and what has no place in a portfolio."""
    said = Found(files=found.files)
    things = [task for task in found.tasks if not task.is_direction]
    new = [task for task in found.tasks if task.key not in known.ids]
    added = [task for task in new if not task.is_direction]
    if added:
        said.guessed(0, f"The kind of every prerequisite is operational ({len(added):,}).")
    goals = len(new) - len(added)
    if goals:
        said.guessed(0, f"The value of every direction is 1 point ({goals:,}).")
    due = [task for task in things if task.due]
    if due:
        text = "only directions have targets; it counts in a lead where a start stands beside it."
        said.left_out(due[0].line, f"Due dates of tasks ({len(due):,}, here the first): {text}")
    lost = [task for task in added if task.key not in spare]
    if lost and len(things) < len(found.tasks):
        text = f"No direction waits for {ids[lost[0].key]} (and {len(lost) - 1:,} more)"
        said.guessed(lost[0].line, f"{text}, so it counts for nothing yet.")
    lines = {task.key: task.line for task in things if task.status == NOT_NEEDED}
    waiting: dict[str, list[str]] = {}
    for link in found.links:
        if link.requires in lines:
            waiting.setdefault(link.requires, []).append(ids[link.item])
    for key, items in waiting.items():
        more = ", …" if len(items) > SHOWN else ""
        text = (
            f"{ids[key]} was cancelled, so it no longer holds up {', '.join(items[:SHOWN])}{more}."
        )
        said.guessed(lines[key], f"{text} If it is needed after all, set its status.")
    return said.remarks


def named(task: Task) -> str:
    """The name of a task; what reads as an error of a spreadsheet gets its key before it."""
    return _sure(clean(task.name) or task.key, task.key)


def _sure(name: str, lead: str) -> str:
    try:
        refuse_error(name, "a name")
    except Unfit:
        return f"{lead}: {name}"
    return name


def ticket_of(task: Task, reader: Reader) -> str:
    """What ties a row to its task; a key of a tool without telling keys has the tool before it.

    Empty for a task that is yet to be created.
    """
    return "" if task.ticket is None else task.ticket or f"{reader.word}:{task.key}"


def clean(text: str, most: int = MAX_NAME) -> str:
    """The text in one line, without signs that no editor shows, cut to so many characters."""
    whole = " ".join(INVISIBLE.sub(" ", text[: 4 * most]).split())
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def guarded(text: str) -> str:
    """The text of a CSV cell, which no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _direction(row: Row, task: Task) -> Row:
    row["sponsor"] = row.pop("owner")
    if task.notes:
        row["description"] = clean(task.notes, MAX_NOTES)
    row |= {"value": "1", "target": task.due.isoformat() if task.due else ""}
    row["status"] = DIRECTION_STATUS.get(task.status, "proposed") if task.status else ""
    row["not_before"] = task.not_before.isoformat() if task.not_before else ""
    if task.likely_days is not None:
        ends = _range(task)
        whole = ends if ends[0] else (ends[1],) * 3
        row |= dict(zip(LEADS, whole, strict=True))
    return {column: value for column, value in row.items() if value}


def _prerequisite(row: Row, task: Task) -> Row:
    leads, source = ("", "", ""), ""
    if task.status not in (DONE, NOT_NEEDED):
        if task.likely_days is None:
            low, likely, high = map(str, ASSUMED_LEADS)
            leads, source = (low, likely, high), "assumed"
        else:
            leads = _range(task)
    started = task.started_on
    if started and task.done_on and task.done_on < started:
        started = None
    effort = min(task.effort_days or 0.0, MAX_EFFORT)
    return row | {
        "kind": "operational",
        "status": task.status,
        **dict(zip(LEADS, leads, strict=True)),
        "effort_days": f"{effort:.2f}".rstrip("0").rstrip("."),
        "started_on": started.isoformat() if started else "",
        "done_on": task.done_on.isoformat() if task.done_on else "",
        "not_before": task.not_before.isoformat() if task.not_before else "",
        "lead_source": source,
        "notes": clean(task.notes, MAX_NOTES),
    }


def _range(task: Task) -> tuple[str, str, str]:
    """Low, likely and high of a task with a lead; the likely one alone where they are no range."""
    given = (task.low_days, task.likely_days, task.high_days)
    low, likely, high = ("" if n is None else str(min(n, MAX_LEAD_DAYS)) for n in given)
    if low and high and given == tuple(sorted(n for n in given if n is not None)):
        return low, likely, high
    return "", likely, ""


def _ids(tasks: list[Task], known: Known) -> dict[str, str]:
    """An id for every key: that of the map where the source or a label of ours says it, else the
    key itself where it is a plain word, else one made of the name.
    """
    ids = {task.key: known.ids[task.key] for task in tasks if task.key in known.ids}
    taken = {look(id) for id in known.taken}
    for task in tasks:
        if task.key in ids:
            continue
        told = task.id or id_in(task.labels)
        is_theirs = bool(told) and not convert(_ID, [told])[1]
        own = told if is_theirs else task.key
        plain = own if is_theirs or _PLAIN_ID.fullmatch(own) else slug(task.name)
        if not plain or look(plain) in taken:
            plain = f"{(plain or 'task')[:MAX_ID]}-{_digest(task.key)}"
        taken.add(look(plain))
        ids[task.key] = plain
    return ids


def slug(name: str) -> str:
    """A word of small letters, digits and dashes made of a name; may be empty."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", name).casefold()
        if not (is_a_mark(sign) or is_unseen(sign))
    )
    word = _NOT_PLAIN.sub("-", bare).strip("-")[:MAX_ID].strip("-")
    return word if word[:1].isalpha() else f"t-{word}" if word else ""


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def _owners(tasks: list[Task], known: Known) -> dict[str, str]:
    """The id of every person named, by name; words for nobody are none."""
    ids: dict[str, str] = {}
    taken: dict[str, str] = {id: id for id in known.owners.values()}
    said = {task.owner: task.owner_id for task in tasks if task.owner.strip()}
    for name in sorted(said):
        if is_nobody(name):
            continue
        if fold(name) in known.owners:
            ids[name] = known.owners[fold(name)]
            continue
        is_theirs = bool(said[name]) and not convert(_ID, [said[name]])[1]
        own = said[name] if is_theirs else slug(name) or f"owner-{_digest(name)}"
        if own in taken and look(taken[own]) != look(name):
            own = f"{own}-{_digest(name)}"
        taken.setdefault(own, name)
        ids[name] = own
    return ids
