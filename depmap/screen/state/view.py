"""What one run of the script shows: a data version, its filters, its colours.

The frame makes it, the pages read it. It is kept for the session so that a fragment that reruns
alone still sees the version its page was drawn from.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st
from duckdb import DuckDBPyConnection
from pandas import DataFrame

from depmap.answers import relations
from depmap.answers.filters import KEYS, SEARCH, Filters, Options, kept
from depmap.answers.names import Names, called, names_of
from depmap.answers.relations import Relation
from depmap.answers.rows import RowsById
from depmap.answers.selections import ways_by_direction
from depmap.look.palette import Palette, palettes
from depmap.scenarios.answers import Answers
from depmap.scenarios.wanted import Wanted
from depmap.screen.state.cached import KEPT, Same, part
from depmap.screen.state.chosen import KEY as PORTFOLIO
from depmap.versions.live import Version
from depmap.versions.workspace import overall
from depmap.words.capacity import Kept

# The key of the changes of a scenario, in the address and of the widget that keeps them.
WHAT_IF = "what_if"

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True)
class Shared:
    """What every page needs of one data version, read once per version and shared by sessions.

    It also stands for its version in the keys of the cache, being equal to itself alone.
    """

    options: Options
    settings: Mapping[str, Any]
    names: Names
    prerequisite_count: int
    best_score: float
    items: RowsById
    directions: RowsById
    palettes: Mapping[str, Palette]
    # The day all dates count from.
    as_of: date
    # Expected value of all directions, in points: the 558 of "of 558 points".
    total_points: float


@dataclass(frozen=True)
class Scenario:
    """What a run shows in place of today's plan: what was asked for, and its answers."""

    wanted: Wanted
    answers: Answers
    shared: Shared


@dataclass(frozen=True)
class View:
    """One run: its own cursor on one data version, the filters in force, the palette.

    Under a scenario `connection` and `shared` are those of its answers, so every page shows it and
    need not know; `today` stays today's plan. may_write: whether pages may offer to write into the
    files. may_bring: whether they may take a file of the viewer's own.
    """

    data: Version
    connection: DuckDBPyConnection
    shared: Shared
    filters: Filters
    colours: Palette
    today: Shared
    scenario: Scenario | None = None
    may_write: bool = False
    may_bring: bool = False

    def read(self, relation: Relation) -> DataFrame:
        """The rows of a relation that the filters leave; not to be changed in place."""
        if not self.filters:
            return self.read_all(relation)
        return KEPT.get(
            (Same(self.shared), relation, self.filters),
            lambda: relation.narrow(self.read_all(relation), self.ask(kept, self.filters)),
        )

    def read_all(self, relation: Relation) -> DataFrame:
        """All rows of a relation, whatever the filters; not to be changed in place."""
        return self.ask(relation.whole)

    def ask(
        self,
        question: Callable[Concatenate[DuckDBPyConnection, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """The answer of one of the functions of relations.py; asked once per data version."""
        key = (Same(self.shared), question, *_parts(args, named))
        return KEPT.get(key, lambda: question(self.connection, *args, **named))

    def once(self, function: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What a function makes of these arguments; made once per data version, filters, colours.

        The function may read this view, and nothing else of the session or the page. Frames and
        other arguments without a hash count as the same only when they are the same object, so
        they come from `read`, `ask` or `once` themselves. The result is not to be changed.
        """
        key = (
            Same(self.shared), self.filters, self.colours.name, function, *_parts(args, named)
        )  # fmt: skip
        return KEPT.get(key, lambda: function(*args, **named))

    def called(self) -> Mapping[str, str]:
        """What items and owners are called in a sentence, and what decisions ask, by id.

        A scenario may decide what is open today, so today's questions count as well.
        """
        today = self.today.names
        asked = {decision_id: today.question(decision_id) for decision_id in today.questions}
        return asked | self.ask(called)

    @property
    def kept(self) -> Kept:
        """The dates that owners can keep, of all items, and the ways out that give owners more."""
        return Kept(
            self.once(RowsById, self.read_all(relations.schedule), "item_id"),
            self.shared.items,
            self.shared.names,
            self.once(ways_by_direction, self.read_all(relations.ways_out), is_of_owners=True),
            self.scenario.wanted.texts if self.scenario else (),
        )

    @cached_property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """Portfolio, filters and scenario in force by key, as the address carries them."""
        offered, chosen = self.shared.options, self.filters
        found: dict[str, Sequence[str]] = {PORTFOLIO: [self.data.portfolio]}
        found |= {key: [offered.label(key, known) for known in chosen.ids(key)] for key in KEYS}
        texts = self.scenario.wanted.texts if self.scenario else ()
        return found | {SEARCH: [chosen.search], WHAT_IF: texts}

    @property
    def is_together(self) -> bool:
        """True where all portfolios of a lake are shown together."""
        return not self.data.has_inputs and not self.data.portfolio

    @property
    def is_filtered(self) -> bool:
        """True when any filter is set."""
        return bool(self.filters)

    def comments(self, relation: str) -> Mapping[str, str]:
        """What each column of a relation means, from the comments in sql/."""
        return KEPT.get(
            (Same(self.today), relations.column_comments, relation),
            lambda: relations.column_comments(self.data.connection(), relation),
        )


def _parts(args: Iterable[object], named: Mapping[str, object]) -> Iterable[Hashable]:
    return *map(part, args), *((name, part(value)) for name, value in named.items())


def keep(view: View) -> None:
    """Makes `view` the one `current` returns for the rest of this run."""
    st.session_state["_view"] = view


def current() -> View:
    """The view of this run; KeyError outside the frame."""
    view: View = st.session_state["_view"]
    return view


def read_shared(connection: DuckDBPyConnection, options: Options) -> Shared:
    """Reads what all pages share from one data version."""
    items = relations.items(connection, Filters())
    directions = relations.directions(connection, Filters())
    themes = relations.themes(connection, Filters())
    settings = _first(relations.settings(connection))
    return Shared(
        options=options,
        settings=settings,
        as_of=settings["as_of"].date(),
        total_points=float(settings["total_expected_value"] or 0),
        names=names_of(items, relations.decisions(connection, Filters())),
        prerequisite_count=int((items["item_type"] == "prerequisite").sum()),
        best_score=float(items["unlock_score"].max()) if len(items) else 0.0,
        items=RowsById(items, "item_id"),
        directions=RowsById(directions, "direction_id"),
        palettes=palettes(dict(zip(themes["theme_id"], themes["colour"], strict=True))),
    )


def read_together(connection: DuckDBPyConnection) -> Shared:
    """The same of all portfolios of a lake together, which have no items, themes or filters."""
    settings = _first(overall.settings.whole(connection))
    nothing = RowsById(DataFrame({"item_id": []}), "item_id")
    return Shared(
        options=Options({}),
        settings=settings,
        as_of=settings["as_of"].date(),
        total_points=0.0,
        names=Names({}, {}),
        prerequisite_count=0,
        best_score=0.0,
        items=nothing,
        directions=nothing,
        palettes=palettes({}),
    )


def _first(frame: DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[0].items()}
