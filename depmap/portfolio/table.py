"""How an input table and its columns are described."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Value = str | int | float | bool | date | None
Type = Literal[
    "id", "text", "choice", "whole number", "number", "date", "date or quarter", "yes or no",
    "reference", "colour", "web address", "position",
]  # fmt: skip

# What a file may weigh before it is refused unread. A million items are a CSV file of 100 to
# 150 MB, and two million dependency rows one of half of that.
MAX_CSV_BYTES = 200_000_000
MAX_YAML_BYTES = 2_000_000
MAX_WORKBOOK_BYTES = 100_000_000

# Samples times items: what the sampling may hold at once, 4 bytes each.
MAX_DRAWS = 250_000_000

LABEL_MAX_CHARACTERS = 100
CHART_NAME_MAX_CHARACTERS = 28
FIRST_YEAR, LAST_YEAR = 2000, 2100
MAX_LEAD_DAYS = 3650

# Between the id of a portfolio and that of its item, where another portfolio names it.
ACROSS = "//"


# What a reference may name: the tables whose ids it can hold, and what people call it.
ID_TABLES: dict[str, tuple[str, ...]] = {
    "item": ("directions", "prerequisites"),
    "prerequisite": ("prerequisites",),
    "owner": ("owners",),
    "theme": ("themes",),
    "source": ("sources",),
}
# Tables that a workspace may hold for all its portfolios.
SHARED_TABLES = ("owners", "themes", "sources")
REFERENCE_WORDS = {
    "item": "a direction or prerequisite",
    "prerequisite": "a prerequisite",
    "owner": "an owner",
    "theme": "a theme",
    "source": "a source",
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    key is the name in the file when it differs ("a.b" is key b of the mapping a). parent fills
    the column from that column of the enclosing row, so nobody types it. party: it names somebody
    outside. first_day: a month or year means its first day. across: it may name an item of another
    portfolio. filled: the reader fills it in, so a
    file may leave it out. low and high are inclusive. allowed lists the words of a choice, or what
    a reference may hold beside ids.
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False
    default: Value = None
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    max_characters: int | None = None
    refers_to: str = ""
    key: str = ""
    parent: str = ""
    party: bool = False
    first_day: bool = False
    across: bool = False
    filled: bool = False

    @property
    def takes_nobody(self) -> bool:
        """Whether a word such as TBD stands for an empty value."""
        may_be_open = self.type in ("reference", "date", "date or quarter")
        return not self.required and (may_be_open or self.party)

    @property
    def field(self) -> str:
        """The name as it stands in the file."""
        return self.key or self.name

    @property
    def is_typed(self) -> bool:
        """Whether a person writes it, rather than it following from where the row stands."""
        return not self.parent and self.type != "position"


@dataclass(frozen=True)
class Table:
    """One table of rows and where it comes from.

    A nested table is a list under `key` in each row of `parent`; plain_list says that the list
    holds values, not mappings. A file that is not required counts as empty when it is missing.
    one_row tables are a mapping at the top of their file. Rows that a scenario adds to another
    table (adds_to) count under that scenario alone: their ids and references are checked with it.
    """

    name: str
    file: str
    meaning: str
    columns: tuple[Column, ...]
    required: bool = False
    parent: str = ""
    key: str = ""
    one_row: bool = False
    plain_list: bool = False
    adds_to: str = ""

    @property
    def typed_columns(self) -> tuple[Column, ...]:
        """The columns a person writes, in the order of the file."""
        return tuple(column for column in self.columns if column.is_typed)

    @property
    def parent_keys(self) -> dict[str, str]:
        """The columns by which a row in a file of its own names its parent: what they are there."""
        keys: dict[str, str] = {}
        for column in self.columns:
            if column.parent == "position":
                keys[column.name.removesuffix("_position")] = "name"
            elif column.parent:
                keys[column.name] = column.parent
        return keys


def forms(table: Table) -> tuple[str, ...]:
    """The names a table's own file may have: as usual, and in the other of CSV and YAML.

    What is nested in the rows of another table may stand in a CSV file of its own.
    """
    if table.parent:
        return (f"{table.key if table.parent == 'settings' else table.name}.csv",)
    stem = table.file.rpartition(".")[0]
    return tuple(dict.fromkeys((table.file, f"{stem}.csv", f"{stem}.yaml")))


def identifier(what: str) -> Column:
    """The id of a row, unique in its table."""
    return Column("id", "id", f"Word by which other rows refer to this {what}.", required=True)


def text(name: str, meaning: str, required: bool = False) -> Column:
    """Free text."""
    return Column(name, "text", meaning, required=required)


def label(name: str, meaning: str, required: bool = False) -> Column:
    """Text of a few words."""
    return Column(name, "text", meaning, required=required, max_characters=LABEL_MAX_CHARACTERS)


def short_name() -> Column:
    """The name that fits into a chart."""
    meaning = "Name for charts, where the full name is too long."
    return Column("short_name", "text", meaning, max_characters=CHART_NAME_MAX_CHARACTERS)


def share(name: str, meaning: str, default: float, low: float = 0, high: float = 1) -> Column:
    """A number from 0 to 1: a confidence, a limit, a weight."""
    return Column(name, "number", meaning, default=default, low=low, high=high)


def lead(name: str, meaning: str, default: int | None = None) -> Column:
    """Whole calendar days; required without a default."""
    column = Column(name, "whole number", meaning, "calendar days", low=0, high=MAX_LEAD_DAYS)
    return replace(column, required=default is None, default=default)


def open_lead(name: str, meaning: str) -> Column:
    """The end of a range, in whole calendar days, which only rows with a range have."""
    return replace(lead(name, meaning), filled=True)


def spread(end: str, meaning: str, low: float, high: float) -> Column:
    """What a likely lead is multiplied with, typed below spread."""
    return Column(f"spread_{end}", "number", meaning, low=low, high=high, key=f"spread.{end}")


def choice(name: str, meaning: str, allowed: tuple[str, ...], default: str | None) -> Column:
    """One of the allowed words; required without a default."""
    column = Column(name, "choice", meaning, allowed=allowed)
    return replace(column, required=default is None, default=default)


def reference(
    name: str, refers_to: str, meaning: str, required: bool = False, allowed: tuple[str, ...] = ()
) -> Column:
    """The id of another row, or one of the allowed words."""
    column = Column(name, "reference", meaning, allowed=allowed, refers_to=refers_to)
    return replace(column, required=required)


def is_foreign(name: str) -> bool:
    """Whether an id is that of an item of another portfolio."""
    return ACROSS in name


def required_item(meaning: str) -> Column:
    """What an item requires: here, or in another portfolio."""
    meaning += f" portfolio{ACROSS}item names one of another portfolio of the workspace."
    return replace(reference("requires", "item", meaning, True), across=True)


def source(name: str, meaning: str, *others: str) -> Column:
    """The id of a source, or what a figure rests on without one: judgement, and the others."""
    return reference(name, "source", meaning, allowed=("judgement", *others))


def not_before() -> Column:
    """The first day on which an item can start."""
    meaning = "Earliest day it can start, whatever is ready: the budget opens, a window begins."
    return Column("not_before", "date", meaning, first_day=True)


def ticket() -> Column:
    """What ties a row to its task in a tracker."""
    return text("ticket", "Key or address of its task in a tracker; an address is shown as a link.")


def weight(clue: str, default: float) -> Column:
    """A weight of the owner suggestion, typed below suggest_weights."""
    word = clue.split()[-1]
    meaning = f"Weight of the clue “same {clue}” when a likely owner is suggested."
    return replace(share(f"suggest_weight_{word}", meaning, default), key=f"suggest_weights.{word}")


def plain_list(
    parent: Table, name: str, key: str, word: str, meaning: str, column: Column
) -> Table:
    """The values listed under a key of a table's rows; word: the column that names the row."""
    row = Column(word, "id", f"The {word}.", parent="id")
    return Table(name, parent.file, meaning, parent=parent.name, key=key, plain_list=True,
                 columns=(row, column))  # fmt: skip
