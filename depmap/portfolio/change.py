"""A change of the inputs as text: `id:field:value`, and what each kind of thing lets change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from depmap.portfolio.problem import printable, quoted
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import MAX_LEAD_DAYS, Column

MAX_CHANGES = 20
MAX_CHARACTERS = 1500

# What a lead takes that no column holds: a shift, and a length agreed on.
SHIFT = Column("lead_days", "whole number", "Days by which the lead is longer; below 0 shorter.",
               "calendar days", required=True, low=-MAX_LEAD_DAYS, high=MAX_LEAD_DAYS)  # fmt: skip
AT_MOST = Column("lead_at_most", "whole number", "What the lead is agreed not to exceed.",
                 "calendar days", required=True, low=0, high=MAX_LEAD_DAYS)  # fmt: skip
# Fields whose values are names that stand in the rows: of an alternative, of an option.
NAMES = ("pin", "option", "chosen")
LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that can change: what people call it, its table, its fields in order.

    special are fields that are no column of the table.
    """

    word: str
    table: str
    fields: tuple[str, ...]
    special: tuple[Column, ...] = ()

    def column(self, field: str) -> Column | None:
        """The column that a field is a value of; None for no field, and for pins and options."""
        if field not in self.fields or field in NAMES:
            return None
        own = next(table for table in TABLES if table.name == self.table).columns
        return next((column for column in (*self.special, *own) if column.name == field), None)


def _kind(word: str, table: str, fields: str, *special: Column) -> Kind:
    own = next(found for found in TABLES if found.name == table).columns
    known = {column.name for column in (*own, *special)} | set(NAMES)
    return Kind(word, table, tuple(f for f in fields.split() if f in known), special)


PREREQUISITE = _kind(
    "prerequisite", "prerequisites",
    "status owner lead_low_days lead_likely_days lead_high_days lead_days lead_at_most effort_days"
    " needed_confidence started_on not_before", SHIFT, AT_MOST,
)  # fmt: skip
DIRECTION = _kind(
    "direction", "directions",
    "status value confidence target lead_low_days lead_likely_days lead_high_days lead_days"
    " lead_at_most not_before", SHIFT, AT_MOST,
)  # fmt: skip
OWNER = _kind("owner", "owners", "capacity_days_per_week active")
GROUP = _kind("any-of group", "route_pins", "pin")
DEPENDENCY = _kind("dependency row", "dependencies", "strength")
DECISION = _kind("decision", "decisions", "option chosen lead_days")
SETTINGS = _kind(
    "settings", "settings", "confidence_goal review_days park_below_confidence"
    " points_per_effort_day",
)  # fmt: skip
# An id may name several things; the first whose field it is, is meant.
BY_ID = (PREREQUISITE, DIRECTION, DECISION, OWNER, SETTINGS)
KINDS = (*BY_ID, GROUP, DEPENDENCY)


@dataclass(frozen=True, order=True)
class Change:
    """One `(id, field, value)` on the inputs, each decoded and without blanks around it.

    id: of a prerequisite, direction, owner or decision; `item/any_of` for a group;
    `item>requires` for a plain dependency row; `settings`. Its text is the shortest that reads
    back: only a colon in id or field and the percent sign are encoded.
    """

    id: str
    field: str
    value: str

    def __str__(self) -> str:
        return ":".join((_encoded(self.id, ":%"), _encoded(self.field, ":%"),
                         _encoded(self.value, "%")))  # fmt: skip


def _encoded(text: str, signs: str) -> str:
    return "".join(quote(sign, safe="") if sign in signs else sign for sign in text)


@dataclass(frozen=True)
class Refusal:
    """Why a scenario is not applied: which change of its list, what was found, what to do.

    position counts from 1; 0 is the scenario as a whole. text is the change as written. part is
    the part of the change that is wrong (id, field, value), or '' for all of it. found, expected
    and fix read as those of a Problem. A row that the scenario adds has its file and line, and its
    column as part.
    """

    position: int
    text: str
    part: str
    found: str
    expected: str
    fix: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        """One paragraph: which change, what was found, what was expected, what to do."""
        place = f"Change {self.position}, {quoted(self.text)}: " if self.position else ""
        if self.file:
            place = f"{printable(self.file)} line {self.line}, field {printable(self.part)}: "
        advice = " ".join(filter(None, (self.expected and f"Expected {self.expected}.", self.fix)))
        said = f"{place}{printable(self.found)}. {advice}".strip()
        return said[0].upper() + said[1:]


class InvalidScenario(Exception):
    """A scenario of which nothing is applied, with every refusal in order of its changes."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(sorted(refusals, key=lambda refusal: refusal.position))
        super().__init__(self.refusals)

    def __str__(self) -> str:
        return "\n".join(map(str, self.refusals))


GRAMMAR = "id:field:value"


def read_changes(texts: Sequence[str]) -> tuple[Change, ...]:
    """The changes that these texts write, in order; plain and percent-encoded parts both read.

    Id and field end at the first and the second colon. Raises InvalidScenario for a text without
    two colons, and for more than MAX_CHANGES changes or MAX_CHARACTERS characters.
    """
    changes: list[Change] = []
    refusals: list[Refusal] = []
    for position, text in enumerate(texts[: MAX_CHANGES + 1], start=1):
        parts = text.split(":", 2)
        if len(parts) == 3:
            changes.append(Change(*(unquote(part).strip() for part in parts)))
        else:
            found = "it has no field and value" if len(parts) == 1 else "it has no value"
            fix = "Write what changes, which field, and the new value, with colons between."
            refusals.append(Refusal(position, text, "", found, GRAMMAR, fix))
    refusals += limits(changes, len(texts))
    if refusals:
        raise InvalidScenario(refusals)
    return tuple(changes)


def limits(changes: Sequence[Change], count: int | None = None) -> list[Refusal]:
    """What is too much about a list of changes; count where not all of them were read."""
    count = len(changes) if count is None else count
    length = sum(
        len(part) for change in changes for part in (change.id, change.field, change.value)
    )
    fix = "Try fewer changes at once, or write the others into the files."
    if count > MAX_CHANGES:
        found = f"the scenario has {count:,} changes"
        return [Refusal(0, "", "", found, f"at most {MAX_CHANGES}", fix)]
    if length > MAX_CHARACTERS:
        found = f"the scenario has {length:,} characters"
        return [Refusal(0, "", "", found, f"at most {MAX_CHARACTERS:,}", fix)]
    return []


def canonical(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The same scenario in one form: the last change of every field, in order of id and field."""
    last: dict[tuple[str, str], Change] = {}
    for change in changes:
        # A decision has one answer, tried or taken.
        field = "option" if change.field == "chosen" else change.field
        last[change.id, field] = change
    return tuple(sorted(last.values()))
