"""What has to be started or decided, each with all that is said of it, for forms of tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from depmap.answers import relations
from depmap.answers.rows import Row, is_missing, records
from depmap.exporters.extract import Extract, decision_priority, priority
from depmap.words.exchange import follow_up as words
from depmap.words.formats import STATUSES

START, DECIDE = "start", "decide"


@dataclass(frozen=True)
class Source:
    """Where something that is said comes from."""

    title: str
    url: str
    says: str


@dataclass(frozen=True)
class FollowUp:
    """One thing to start or to decide. Everything is plain text; lists are lines in order.

    kind: START or DECIDE; with it an id is used once. on: the day to act by, None without one.
    priority: 1 to 4, as in extract.py.
    """

    kind: str
    id: str
    title: str
    owner: str
    owner_id: str
    status: str
    priority: int
    on: date | None
    when: str
    milestone: str
    touches: Sequence[str]
    problem: Sequence[str]
    context: Sequence[str]
    solutions: Sequence[str]
    plan: Sequence[str]
    progress: Sequence[str]
    sources: Sequence[Source]
    source_file: str
    source_line: int


def starts(extract: Extract, tasks: Sequence[Row]) -> list[FollowUp]:
    """These open prerequisites, in their order."""
    edges = records(relations.edges(extract.connection))
    needs = _by(edges, "requires_id")
    groups = _by([edge for edge in edges if edge["any_of"]], "item_id", "any_of")
    ways = _by(records(relations.ways_out(extract.connection)), "item_id")
    sources = _by(records(relations.item_sources(extract.connection)), "item_id")
    directions = _directions(extract)
    names, settings = extract.names, extract.settings
    return [
        FollowUp(
            kind=START,
            id=task["item_id"],
            title=task["name"],
            owner=task["owner"],
            owner_id=task["owner_id"],
            status=STATUSES[task["status"]],
            priority=priority(task),
            on=_day(task["safe_start_by"]),
            when=words.when(task),
            milestone=_milestone(extract, [task["item_id"]]),
            touches=task["touches"],
            problem=words.problem(task, directions, settings, names),
            context=words.context(task, needs.get((task["item_id"],), []), names),
            solutions=words.solutions(
                task,
                [
                    groups[edge["item_id"], edge["any_of"]]
                    for edge in needs.get((task["item_id"],), [])
                    if edge["any_of"]
                ],
                ways.get((task["item_id"],), []),
                directions,
                names,
            ),
            plan=words.steps(task, extract.everything),
            progress=[words.progress(task)],
            sources=[
                Source(row["title"], row["url"], row["states"])
                for row in sources.get((task["item_id"],), [])
            ],
            source_file=task["source_file"],
            source_line=int(task["source_line"]),
        )
        for task in tasks
    ]


def decides(extract: Extract, decisions: Sequence[Row]) -> list[FollowUp]:
    """These decision points, in their order."""
    options = _by(records(extract.rows(relations.decision_options)), "decision_id", "origin")
    moves = _by(records(relations.decision_effects(extract.connection)), "decision_id", "position")
    directions, names = _directions(extract), extract.names

    def told(row: Row) -> str:
        own = moves.get((row["decision_id"], row["position"]), [])
        return words.option(row, own if row["origin"] == "decision" else [], directions, names)

    found = []
    for row in decisions:
        item = extract.everything.get(row["item_id"])
        listed = [told(one) for one in options.get((row["decision_id"], row["origin"]), ())]
        found.append(
            FollowUp(
                kind=DECIDE,
                id=row["decision_id"],
                title=row["question"],
                owner=row["owner"],
                owner_id=row["owner_id"],
                status="open",
                priority=decision_priority(row),
                on=_day(row["decide_by"]),
                when=words.decide_when(row),
                milestone=_milestone(extract, [row["item_id"], *row["blocks"]]),
                touches=item["touches"] if item else (),
                problem=words.decision_problem(row),
                context=words.decision_context(row, names),
                solutions=listed or ["No option is written down yet."],
                plan=words.decision_steps(row, item["first_step"] if item else ""),
                progress=["Open."],
                sources=(),
                source_file=row["source_file"],
                source_line=int(row["source_line"]),
            )
        )
    return found


def in_sequence(started: Sequence[FollowUp], decided: Sequence[FollowUp]) -> Iterator[FollowUp]:
    """Both in one sequence: a decision stands before the first task that starts no earlier."""
    due = [one for one in decided if one.on]
    for task in started:
        while due and task.on and due[0].on and due[0].on <= task.on:
            yield due.pop(0)
        yield task
    yield from due
    yield from (one for one in decided if not one.on)


def _by(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], list[Row]]:
    """Rows by the values of these columns, in their order."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in columns), []).append(row)
    return found


def _directions(extract: Extract) -> Mapping[str, Row]:
    rows = records(relations.directions(extract.connection))
    return {row["direction_id"]: row for row in rows}


def _milestone(extract: Extract, item_ids: Sequence[str]) -> str:
    """The first milestone that waits for one of these items; empty without one."""
    found = [extract.first_milestone[one] for one in item_ids if one in extract.first_milestone]
    return min(found, key=lambda row: row["date"])["name"] if found else ""


def _day(value: date | None) -> date | None:
    # Dates of a frame carry a time of day.
    return None if is_missing(value) else date(value.year, value.month, value.day)  # type: ignore[union-attr]
