"""Which portfolios are shown, and what of each table that leaves; both stand in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import streamlit as st
from pandas import DataFrame, Series

from depmap.answers.relations import Relation
from depmap.answers.rows import Row, records
from depmap.screen.pieces import ui
from depmap.screen.pieces.markup import tag, text
from depmap.screen.state.view import View
from depmap.versions.workspace import overall

# The columns of a relation that name portfolios: a row stays when it names one that is shown.
NAMING = {
    "portfolios": ("portfolio",),
    "waits": ("portfolio", "asked_by"),
    "asked_for": ("portfolio", "asked_by"),
    "shared": ("portfolios",),
    "shared_items": ("kind", "thing"),
    "owners": ("portfolios",),
}


@dataclass(frozen=True)
class Shown:
    """The portfolios that are shown, by id, and what is said of them.

    is_all: nobody is left out. said: what they are narrowed by, a line each.
    """

    here: View
    names: frozenset[str]
    is_all: bool
    said: tuple[str, ...]

    @cached_property
    def portfolios(self) -> list[Row]:
        """Rows of lake.portfolios, most trouble first."""
        return records(self.rows(overall.portfolios))

    @cached_property
    def waits(self) -> list[Row]:
        """Rows of lake.waits of which one side is shown, the longest wait first."""
        return records(self.rows(overall.waits))

    @cached_property
    def shared(self) -> list[Row]:
        """Rows of lake.shared that one of them asks for."""
        return records(self.rows(overall.shared))

    @cached_property
    def owners(self) -> list[Row]:
        """Rows of lake.owners whom one of them asks for days, the fullest first."""
        return records(self.rows(overall.owners))

    def rows(self, relation: Relation) -> DataFrame:
        """What of a relation is about a portfolio that is shown."""
        found = self.here.read_all(relation)
        if self.is_all:
            return found
        if relation is overall.shared_items:
            # All who ask for the same are told, also those that are not shown themselves.
            things = {(row["kind"], row["thing"]) for row in self.shared}
            keys = zip(found["kind"], found["thing"], strict=True)
            return found.loc[[key in things for key in keys]].reset_index(drop=True)
        stays = Series(False, index=found.index)
        for column in NAMING[relation.name]:
            stays |= Series([self._names(value) for value in found[column]], dtype="bool")
        return found[stays].reset_index(drop=True)

    def _names(self, value: str | Iterable[str]) -> bool:
        named = [value] if isinstance(value, str) else value
        return not self.names.isdisjoint(named)

    def download(self, label: str, relation: str) -> None:
        """The rows that are shown, as CSV and as a workbook; nothing without any."""
        rows = self.rows(getattr(overall, relation))
        if len(rows):
            with st.container(horizontal=True, key=f"files_{relation}"):
                ui.download(label, rows, relation.replace("_", "-"), f"lake.{relation}", self.said)


def choose(here: View) -> Shown:
    """The buttons and the box that narrow the portfolios, and what they leave."""
    with st.container(horizontal=True, vertical_alignment="center", key="portfolios_shown"):
        kind = ui.switch("Show", overall.SHOWN, "show")
        search = st.text_input(
            "Search portfolios",
            key="find",
            bind="query-params",
            placeholder="Search",
            label_visibility="collapsed",
            icon=":material/search:",
            width=240,
        ).strip()
        names = here.ask(overall.kept, search, kind)
        total = here.shared.settings["portfolios"]
        noun = "portfolio" if total == 1 else "portfolios"
        st.html(tag("p", "dm-count", text(f"{len(names):,} of {total:,} {noun}")), width="content")
    said = [f"show: {kind.lower()}"] if kind != next(iter(overall.SHOWN)) else []
    said += [f"search: {search}"] if search else []
    return Shown(here, names, not said, tuple(said))
