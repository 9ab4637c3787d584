"""What is carried out of a map: the rows that filters leave, and what to say of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection

from depmap.answers import relations
from depmap.answers.filters import LISTS, Filters, kept
from depmap.answers.names import Names, called, names_of
from depmap.answers.relations import Relation
from depmap.answers.rows import Row, is_missing, records
from depmap.portfolio.typed import Portfolio
from depmap.words import headline
from depmap.words.sentence import Settings, plain

if TYPE_CHECKING:
    from pandas import DataFrame

EVERYTHING = Filters()


class CannotCarry(Exception):
    """Rows that a form cannot hold; why and what to do, in a sentence."""


@dataclass(frozen=True)
class Extract:
    """One state of one portfolio, narrowed by filters, for a form that writes it.

    portfolio: its name. scenario: what is asked, in words; empty for today's plan. Filters leave
    out rows and change no value. Of an owner who is asked for, the decisions that they take stay
    too, whoever holds what waits for these. inputs: the typed rows that the answers are of, where
    whoever asks has them.
    """

    connection: DuckDBPyConnection
    portfolio: str
    filters: Filters = EVERYTHING
    scenario: str = ""
    inputs: Portfolio | None = None

    @cached_property
    def settings(self) -> Settings:
        """The one row of report.settings."""
        return records(relations.settings(self.connection))[0]

    @property
    def as_of(self) -> date:
        """The day all dates count from."""
        day: date = self.settings["as_of"].date()
        return day

    @property
    def overview(self) -> list[str]:
        """What the Overview says first, a sentence each."""
        items, directions = self.rows(relations.items), self.rows(relations.directions)
        said = headline.overview(items, directions, self.settings, bool(self.filters))
        return [plain(sentence) for sentence in said]

    @property
    def plan_in_short(self) -> str:
        """What the Plan says first."""
        items = self.columns(relations.items)
        windows = dict(zip(items["item_id"], items["plan_window"], strict=True))
        counts = Counter(windows[name] for name in self.columns(relations.plan)["item_id"])
        # The rows as frames would need pandas, which takes as long to start as all the rest.
        settings = {name: value for name, (value,) in self.columns(relations.settings).items()}
        return plain(headline.plan(counts, settings, bool(self.filters)))

    @cached_property
    def everything(self) -> Mapping[str, Row]:
        """Rows of report.items by id, whatever the filters."""
        return {row["item_id"]: row for row in records(relations.items(self.connection))}

    @cached_property
    def names(self) -> Names:
        """What items are called, whatever the filters."""
        return names_of(relations.items(self.connection), relations.decisions(self.connection))

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What items and owners are called in a sentence, by id."""
        return called(self.connection)

    @cached_property
    def tasks(self) -> list[Row]:
        """Open prerequisites that stay, in the order of the plan: report.items and the number."""
        plan = records(self.rows(relations.plan))
        return [
            {**self.everything[row["item_id"]], "sequence_number": row["sequence_number"]}
            for row in plan
        ]

    @cached_property
    def directions(self) -> list[Row]:
        """Open directions that stay, by target."""
        return [row for row in records(self.rows(relations.directions)) if row["is_open"]]

    @cached_property
    def decisions(self) -> list[Row]:
        """Decision points that stay, most urgent first."""
        return records(self.rows(relations.decisions))

    @cached_property
    def milestones(self) -> list[Row]:
        """Milestones that stay and still wait for something, by date."""
        return [row for row in records(self.rows(relations.milestones)) if row["open_items"] > 0]

    @cached_property
    def edges(self) -> list[Row]:
        """Dependency rows between what is open and stays, in the order of the file."""
        shown = {row["item_id"] for row in self.tasks} | {
            row["direction_id"] for row in self.directions
        }
        return [
            row
            for row in records(relations.edges(self.connection))
            if row["item_id"] in shown and row["requires_id"] in shown
        ]

    @cached_property
    def tickets(self) -> Mapping[str, str]:
        """By item, the key or address of its ticket in a tracker; only of those that have one."""
        return {name: row["ticket"] for name, row in self.everything.items() if row["ticket"]}

    def columns(self, relation: Relation) -> Mapping[str, Sequence[Any]]:
        """The rows of a relation about items that the filters leave, as lists by column."""
        return relation.columns(self.connection, self.filters)

    def rows(self, relation: Relation) -> DataFrame:
        """The rows of a relation that the filters leave."""
        rows = relation.whole(self.connection)
        if relation is relations.decision_options:
            shown = {(row["decision_id"], row["origin"]) for row in self.decisions}
            own = zip(rows["decision_id"], rows["origin"], strict=True)
            return rows.loc[[key in shown for key in own]].reset_index(drop=True)
        if not self.filters:
            return rows
        left = kept(self.connection, self.filters)
        if relation is not relations.decisions:
            return relation.narrow(rows, left)
        # With something besides the owner asked for, that has to fit the decision as well.
        is_only_owner = self.filters == Filters(owner=self.filters.ids("owner"))
        deciding = self.filters.ids("owner") if is_only_owner else ()
        keys = zip(rows["decision_id"], rows["origin"], rows["owner_id"], strict=True)
        stays = [key[:2] in left.decisions or key[2] in deciding for key in keys]
        return rows.loc[stays].reset_index(drop=True)

    @cached_property
    def first_milestone(self) -> Mapping[str, Row]:
        """By item, the first milestone that waits for it, itself or through what requires it."""
        required: dict[str, list[str]] = {}
        for edge in records(relations.edges(self.connection)):
            if edge["is_chosen"]:
                required.setdefault(edge["item_id"], []).append(edge["requires_id"])
        found: dict[str, Row] = {}
        for milestone in records(relations.milestones(self.connection)):
            waiting = list(milestone["items"])
            while waiting:
                item_id = waiting.pop()
                if item_id not in found:
                    found[item_id] = milestone
                    waiting += required.get(item_id, ())
        return found

    def filter_words(self) -> list[str]:
        """What the rows were narrowed to, one line a filter."""
        return said(self.filters)


def name_of(folder: Path) -> str:
    """What a portfolio is called: its folder's name, as it was asked for. Links keep theirs."""
    return folder.absolute().name or "map"


def said(filters: Filters) -> list[str]:
    """What filters ask for, one line each, as the command line takes them."""
    lines = [
        f"{found.key}: {', '.join(value or 'none' for value in filters.ids(found.key))}"
        for found in LISTS
        if filters.ids(found.key)
    ]
    return lines + ([f"search: {filters.search}"] if filters.search else [])


def days_of(row: Row, columns: Iterable[str]) -> dict[str, date | None]:
    """Dates of a row as days; None where there is none."""
    return {name: None if is_missing(row[name]) else row[name].date() for name in columns}


def there_by(task: Row) -> date | None:
    """The last day by which a prerequisite must be there, at likely leads; None without one.

    Its last day to start, and what is left of its lead.
    """
    if is_missing(task["start_by"]):
        return None
    last: date = task["start_by"].date()
    return last + timedelta(days=int(task["remaining_days"]))


def priority(task: Row) -> int:
    """How soon somebody must act, from 1 (its time has passed) to 4 (nobody need start it yet)."""
    if task["plan_window"] in ("now", "decide", "in_progress"):
        return 1 if task["is_overdue"] or task["is_late"] else 2
    return 3 if task["plan_window"] == "later" else 4


def decision_priority(decision: Row) -> int:
    """The same of a decision: overdue, due by the next review, later, without a date."""
    if decision["is_overdue"]:
        return 1
    windows = {"decide": 2, "later": 3}
    return windows.get(decision["plan_window"], 4)
