"""The answers of one folder for agents: each public method is a tool, its docstring what it says.

Brief unless asked for more: few rows with few columns, `limit` for more rows, `detail` for every
column. The folder is read anew when it has changed, and nothing is ever written into it. Each tool
raises NotAnswered with a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from depmap.agents.results import (
    Below,
    Check,
    Direction,
    Finding,
    Item,
    Move,
    Neighbour,
    Plan,
    Side,
    Step,
    WayOut,
    WaysOut,
    WhatIf,
)
from depmap.answers import relations
from depmap.answers.filters import Filters, UnknownId, by_ids
from depmap.answers.names import called
from depmap.answers.rows import Row, RowsById, as_json, is_missing, records
from depmap.exporters.comparison import edits_of
from depmap.exporters.extract import EVERYTHING, Extract, days_of, name_of
from depmap.look.signs import OUTLOOKS
from depmap.portfolio.change import InvalidScenario
from depmap.portfolio.draft import Cell
from depmap.portfolio.problem import InvalidPortfolio, Problem, did_you_mean, located, quoted
from depmap.scenarios.answers import Scenarios
from depmap.scenarios.wanted import wanted
from depmap.versions.live import LivePortfolio, Version
from depmap.words import changes, drivers, formats, item, slips, ways_out, what_if
from depmap.words.sentence import plain

FIRST, MOST = 20, 200
LONGEST_SEARCH = 200


class NotAnswered(Exception):
    """Why a question is not answered, and what to do, in sentences."""


class Asked:
    """The tools over one folder. cache: a folder for databases, which nothing else writes into."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._name = name_of(folder)
        self._live = LivePortfolio(folder, cache)
        self._scenarios = Scenarios()

    def plan(
        self,
        theme: Sequence[str] = (),
        owner: Sequence[str] = (),
        direction: Sequence[str] = (),
        action: Sequence[str] = (),
        touches: Sequence[str] = (),
        search: str = "",
        limit: int = FIRST,
        detail: bool = False,
    ) -> Plan:
        """The sequenced plan: which open prerequisites must start by which date, in order.

        Filters take ids (owner "none": nobody's) and only leave out rows: numbers and dates are
        those of the whole plan. search: words to find in names, parties and notes.
        """
        lists = {"theme": theme, "owner": owner, "direction": direction, "action": action,
                 "touches": touches}  # fmt: skip
        if len(search) > LONGEST_SEARCH:
            raise NotAnswered(f"search takes at most {LONGEST_SEARCH} characters.")
        now = self._now()
        try:
            chosen = by_ids(now.connection(), search, lists)
        except UnknownId as error:
            raise NotAnswered(str(error)) from error
        extract = self._extract(now, chosen)
        rows = records(extract.rows(relations.plan))
        steps = _steps(rows, _limited(limit), detail)
        return Plan(extract.plan_in_short, extract.as_of, len(rows), steps)

    def item(self, id: str, detail: bool = False) -> Item:
        """One prerequisite or direction: why its date, what it needs first, what waits for it."""
        extract = self._extract(self._now())
        row = _known(id, extract.everything, "item")
        ways = records(relations.ways_out.where(extract.connection, "direction_id", id))
        directions = RowsById(relations.directions(extract.connection), "direction_id")
        decisions = RowsById(relations.decisions(extract.connection), "decision_id")
        edges = records(relations.edges_of(extract.connection, id))
        days = days_of(row, ("safe_start_by", "start_by", "earliest_finish"))
        return Item(
            sentence=plain(
                ways_out.answer(row, ways, directions, extract.settings, extract.names)
            ),
            as_of=extract.as_of,
            id=row["item_id"],
            name=row["name"],
            kind=row["item_type"],
            owner=row["owner"],
            status=row["status"],
            action=row["action"],
            start_by=days["safe_start_by"],
            last_day=days["start_by"],
            likely_finish=days["earliest_finish"],
            first_step=row["first_step"],
            held=item.held(row, decisions),
            needs=[_neighbour(edge, extract.everything[edge["requires_id"]])
                   for edge in edges if edge["item_id"] == id],
            needed_by=[_neighbour(edge, extract.everything[edge["item_id"]])
                       for edge in edges if edge["requires_id"] == id],
            facts=as_json(row) if detail else None,
        )  # fmt: skip

    def direction(self, id: str, limit: int = 10, detail: bool = False) -> Direction:
        """One direction: target, chance to be on time, what drives its date, its first steps."""
        extract = self._extract(self._now())
        directions = RowsById(relations.directions(extract.connection), "direction_id")
        row = _known(id, directions, "direction")
        ways = records(relations.ways_out.where(extract.connection, "direction_id", id))
        drive = records(relations.drivers.where(extract.connection, "direction_id", id))
        steps = records(relations.plan(extract.connection, Filters(direction=(id,))))
        days = days_of(row, ("target", "forecast", "p80"))
        first = ways_out.answer(
            extract.everything[id], ways, directions, extract.settings, extract.names
        )
        return Direction(
            sentence=plain(first),
            as_of=extract.as_of,
            id=id,
            name=row["name"],
            outlook=OUTLOOKS[row["outlook"]].words,
            target=days["target"],
            likely=days["forecast"],
            p80=days["p80"],
            chance=_number(row["chance_on_time"]),
            drivers=[drivers.drives(one, extract.names) for one in drive if drivers.is_shown(one)],
            total=len(steps),
            steps=_steps(steps, _limited(limit), detail=False),
            facts=as_json(row) if detail else None,
        )

    def ways_out(self, direction: str = "", limit: int = 5) -> WaysOut:
        """What would be enough, each by itself, for the directions that miss their goal.

        direction: the id of one; all that miss their goal when left out. limit: ways a direction.
        """
        most = _limited(limit)
        extract = self._extract(self._now())
        directions = RowsById(relations.directions(extract.connection), "direction_id")
        if direction:
            _known(direction, directions, "direction")
        by_direction: dict[str, list[Row]] = {}
        for way in records(relations.ways_out(extract.connection)):
            if direction in ("", way["direction_id"]):
                by_direction.setdefault(way["direction_id"], []).append(way)
        found = [_below(directions[key], ways, most, extract) for key, ways in by_direction.items()]
        return WaysOut(extract.as_of, found)

    def what_if(self, changes: Sequence[str]) -> WhatIf:
        """What a scenario would move against today's plan. Nothing is written.

        changes: each id:field:value, or the id of a scenario in scenarios.yaml.
        """
        now = self._now()
        today = now.connection()
        try:
            asked = wanted(changes, self._scenarios.saved(now.key, today))
            if not asked:
                raise NotAnswered("Name at least one change, as id:field:value.")
            answers = self._scenarios.answers(now.key, today, asked)
        except InvalidScenario as error:
            raise NotAnswered(str(error)) from error
        names = called(today) | called(answers.connection())
        moved = records(answers.comparison.directions)
        return WhatIf(
            question=what_if.asked(asked, names),
            sentence=what_if.summary(moved),
            prerequisites=what_if.differences(records(answers.comparison.items)),
            as_of=now.as_of,
            moves=[_move(row) for row in moved],
            cells=_cells(answers.cells),
        )

    def check(self, limit: int = FIRST) -> Check:
        """Whether the files load, and what in them is wrong or questionable, with the way out."""
        most = _limited(limit)
        try:
            now = self._live.refresh()
        except InvalidPortfolio as error:
            return _problems(error.problems, most)
        if now.problems:
            return _problems(now.problems, most)
        extract = self._extract(now)
        rows = records(extract.rows(relations.findings))
        return Check(
            loads=True,
            sentence=" ".join(extract.overview),
            problems=[],
            total=len(rows),
            rules=dict(Counter(row["rule"] for row in rows)),
            findings=[_finding(row) for row in rows[:most]],
        )

    def _now(self) -> Version:
        """The version of the files as they are now; what does not load is not answered from."""
        try:
            version = self._live.refresh()
        except InvalidPortfolio as error:
            raise NotAnswered(_said(error.problems)) from error
        if version.problems:
            raise NotAnswered(_said(version.problems))
        return version

    def _extract(self, version: Version, chosen: Filters = EVERYTHING) -> Extract:
        return Extract(version.connection(), self._name, chosen)


def _limited(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise NotAnswered(f"limit is {limit}; it goes from 1 to {MOST}.")
    return limit


def _known(id: str, rows: Mapping[str, Row], word: str) -> Row:
    if id not in rows:
        hint = did_you_mean(id, rows)
        raise NotAnswered(f"no {word} is called {quoted(id)}. {hint}".strip())
    return rows[id]


def _steps(rows: Sequence[Row], most: int, detail: bool) -> list[Step]:
    return [
        Step(
            number=row["sequence_number"],
            id=row["item_id"],
            name=row["name"],
            owner=row["owner"],
            action=row["action"],
            start_by=days["safe_start_by"],
            last_day=days["start_by"],
            waits_for=row["waits_for"],
            facts=as_json(row) if detail else None,
        )
        for row in rows[:most]
        for days in [days_of(row, ("safe_start_by", "start_by"))]
    ]


def _neighbour(edge: Row, other: Row) -> Neighbour:
    return Neighbour(
        id=other["item_id"],
        name=other["name"],
        status=other["status"],
        strength=edge["strength"],
        any_of=edge["any_of"],
        is_chosen=bool(edge["is_chosen"]),
        reason=edge["reason"],
    )


def _below(direction: Row, ways: Sequence[Row], most: int, extract: Extract) -> Below:
    return Below(
        sentence=plain(ways_out.of_direction(direction, ways, extract.settings, extract.names)),
        id=direction["direction_id"],
        name=direction["name"],
        target=days_of(direction, ("target",))["target"],
        chance=_number(direction["chance_on_time"]),
        total=len(ways),
        ways=[
            WayOut(
                heading=ways_out.HEADINGS[way["kind"]],
                says=ways_out.phrase(way, direction, extract.names),
                note=ways_out.note(way, extract.names),
                chance_after=_number(way["chance_after"]),
                what_if=way["what_if"],
            )
            for way in ways[:most]
        ],
    )


def _number(value: float | None) -> float | None:
    return None if is_missing(value) else value


def _move(row: Row) -> Move:
    sides = [Side(*side) for side in what_if.sides(row)]
    return Move(row["direction_id"], row["chart_name"], sides)


def _cells(cells: Sequence[Cell]) -> list[str]:
    return [changes.edit(edit) for edit in edits_of(cells)]


def _finding(row: Row) -> Finding:
    where = located(row["source_file"], row["source_line"])
    return Finding(row["rule"], where, row["subject"], row["what"], row["why"], row["fix"])


def _problems(problems: Sequence[Problem], most: int) -> Check:
    found = slips.slips(problems)
    said = f"{formats.count(len(found), 'problem')}."
    return Check(False, said, [str(slip) for slip in found[:most]], len(found), {}, [])


def _said(problems: Sequence[Problem]) -> str:
    """Problems as an answer that is none: as many as fit on a terminal."""
    shown, rest = slips.printed(problems)
    more = f" {rest} more: the tool check lists them." if rest else ""
    return f"The files do not load.{more}\n" + "\n".join(shown)
