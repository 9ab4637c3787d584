"""A valid portfolio: typed rows by table, as the engine takes them, and what it takes of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from depmap.portfolio.problem import Note
from depmap.portfolio.table import Column, Table, Value, text

# Tables that no file holds: what other portfolios of a workspace say and ask.
FOREIGN_ITEMS = Table(
    "foreign_items", "", "Items of other portfolios that rows here name.",
    columns=(
        text("id", "portfolio//item."),
        text("portfolio", "Its home."),
        text("title", "What people call its home."),
        text("name", "What it is called there."),
        text("status", "open, done, dropped, not_needed or blocked."),
        text("why", "What blocks it; empty where nothing does."),
        Column("finish_low_days", "whole number", "From as_of, or from what it waits for here."),
        Column("finish_days", "whole number", "The same at likely leads."),
        Column("finish_high_days", "whole number", "The same at high leads."),
        Column("effort_days", "number", "Work of its home: of equal alternatives the smaller."),
        Column("needed_confidence", "number", "How likely it is needed, as its home says."),
        Column("has_overrun", "yes or no", "What it waits for has overrun its range there."),
        Column("answered_on", "date", "Day that the answers of its home count from."),
        Column("is_stale", "yes or no", "These are its last answers, since its files broke."),
    ),
)  # fmt: skip
FOREIGN_WAITS = Table(
    "foreign_waits", "", "What an item of another portfolio waits for that is ours.",
    columns=(
        text("item", "portfolio//item."),
        text("requires", "Our item."),
        Column("confidence", "number", "How sure the need is, over the way between the two."),
    ),
)  # fmt: skip
ASKED_ITEMS = Table(
    "asked_items", "", "Items of ours that other portfolios name.",
    columns=(text("item", "Our item."),),
)  # fmt: skip
BETWEEN = (FOREIGN_ITEMS, FOREIGN_WAITS, ASKED_ITEMS)


@dataclass(frozen=True)
class Others:
    """The portfolios of a workspace, as far as the reader of one of them has to know.

    own: the id of the one that is read. items: the ids of the items of every portfolio; None where
    they are not known, and then any may be named. folder: where its workspace.yaml stands, beside
    which there may be files that all share.
    """

    own: str
    items: Mapping[str, Collection[str] | None]
    folder: Path | None = None


@dataclass(frozen=True)
class Rows:
    """One table, column-wise: equally long lists of values in the order of the file.

    Beside the columns of the schema: source_file ("<folder>/<name>") and source_line (physical
    line from 1; 0 for the defaults of a settings file that is not there).
    """

    columns: Mapping[str, list[Value]]

    def __len__(self) -> int:
        return len(self.columns["source_line"])


class Samples(NamedTuple):
    """Sampled days of an item of another portfolio, as float32 with the lowest byte first.

    By itself, and when the leads of one kind are long or short together.
    """

    days: bytes
    days_if_together: bytes


@dataclass(frozen=True)
class Portfolio:
    """A valid portfolio: every table of the schema by name, maybe without rows.

    folder is the path it was read from; version is a digest of the bytes read. notes
    say what was read otherwise than it is written. Tables of BETWEEN are there where it belongs to
    a workspace, with samples by the id of every open item in foreign_items.
    """

    folder: str
    tables: Mapping[str, Rows]
    version: str
    notes: tuple[Note, ...] = ()
    samples: Mapping[str, Samples] = field(default_factory=dict)

    @property
    def as_of(self) -> date | None:
        """The day that all dates count from, if the settings name one."""
        day = self.tables["settings"].columns["as_of"][0]
        return day if isinstance(day, date) else None

    @property
    def draws(self) -> tuple[int, int]:
        """The number of samples and the seed of the settings."""
        settings = self.tables["settings"].columns
        return int(str(settings["samples"][0])), int(str(settings["seed"][0]))
