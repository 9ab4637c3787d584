"""Which directions moved and because of what: one row each, its causes drawn on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from depmap.answers.causes import Cause
from depmap.answers.rows import Row, is_missing, records
from depmap.screen.pieces import markup, strip, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.strip import Scale
from depmap.screen.pieces.table import Column
from depmap.screen.state.view import View
from depmap.versions.between import Between
from depmap.words import changes as words
from depmap.words.formats import chance, count, day

MOST_CAUSES = 4
TIME = "time"


@dataclass(frozen=True)
class _Causes:
    """The causes by direction, what they are called, and the scale that all of them fit on."""

    own: Mapping[str, Sequence[Cause]]
    names: Mapping[str, str]
    scale: Scale

    def of(self, row: Row) -> Sequence[Cause]:
        """The causes of a direction in their order, those alone that moved its 80 % date."""
        return self.own.get(row["direction_id"], ())


def draw(here: View, found: Between) -> None:
    """What moved, first the directions whose outlook is another, then all others."""
    rows = records(found.comparison.by_map.directions)
    ui.section("What moved", "dates that hold in 4 of 5 cases")
    if not rows:
        ui.empty("No direction moved by a day.")
        return
    causes = _causes(rows, found)
    changed = [row for row in rows if row["outlook_before"] != row["outlook_after"]]
    rest = [row for row in rows if row["outlook_before"] == row["outlook_after"]]
    rest.sort(key=lambda row: -abs(row["p80_days_moved"] or 0))
    columns = _columns(causes)
    if changed:
        ui.html(tag("div", "dm-moves", ui.table_html(changed, columns)))
        if rest:
            ui.note(f"Outlook unchanged: {count(len(rest), 'direction')}")
    if rest:
        table = ui.table_html(rest, columns)
        ui.html(tag("div", "dm-moves dm-still dm-again" if changed else "dm-moves", table))
    still = len(here.today.directions) - sum(1 for row in rows if row["outlook_after"])
    if still > 0:
        ui.note(f"Not moved: {count(still, 'direction')}.")
    ui.html(_KEYS)


def _causes(rows: Sequence[Row], found: Between) -> _Causes:
    own: dict[str, list[Cause]] = {}
    for cause in found.causes:
        if cause.p80_days != 0:
            own.setdefault(cause.direction_id, []).append(cause)
    ends = [0]
    for row in rows:
        for start, end in _steps(own.get(row["direction_id"], ())):
            ends += [start, end]
    return _Causes(own, found.names, strip.around(min(ends), max(ends)))


def _steps(causes: Sequence[Cause]) -> list[tuple[int, int]]:
    """Where each cause begins and ends, one after another, in days from 0."""
    found, at = [], 0
    for cause in causes:
        found.append((at, at + (cause.p80_days or 0)))
        at += cause.p80_days or 0
    return found


def _columns(causes: _Causes) -> list[Column]:
    return [
        Column("Direction", _name, on_phone="title", width="15%"),
        Column("Chance", _odds, on_phone="right", width="8.5rem"),
        Column("Outlook", _outlook, on_phone="plain", width="10.5rem"),
        Column("4 in 5 by", _by, on_phone="line", width="9.5rem"),
        Column("Later by, days", _later, on_phone="line", width="6.5rem", is_number=True),
        Column(
            "Days",
            lambda row: _picture(row, causes),
            on_phone="plain",
            width="22%",
            head=strip.axis(causes.scale),
        ),
        Column("Why, in days", lambda row: _why(row, causes), on_phone="plain"),
    ]


def _name(row: Row) -> str:
    if is_missing(row["outlook_after"]):
        return text(row["chart_name"])
    return markup.item_link(row["direction_id"], row["chart_name"])


def _odds(row: Row) -> str:
    return markup.arrow(
        *(
            "" if is_missing(row[f"chance_{side}"]) else chance(row[f"chance_{side}"])
            for side in ("before", "after")
        )
    )


def _outlook(row: Row) -> str:
    before, after = (
        muted("not there") if is_missing(row[name]) else markup.outlook(row[name])
        for name in ("outlook_before", "outlook_after")
    )
    return after if before == after else f"{before} → {tag('strong', '', after)}"


def _by(row: Row) -> str:
    dates = [row["p80_before"], row["p80_after"]]
    before, after = ("" if is_missing(one) else day(one) for one in dates)
    if before == after:
        return text(after)
    return tag("strong", "", text(after or "no date")) + tag("small", "", text(f"was {before}"))


def _later(row: Row) -> str:
    days = row["p80_days_moved"]
    return muted("–") if is_missing(days) else tag("strong", "", text(_signed(int(days))))


def _signed(days: int) -> str:
    return words.signed(days).removeprefix("+")


def _picture(row: Row, causes: _Causes) -> str:
    own = causes.of(row)
    marks = [
        strip.bar(causes.scale, *step, kind=_kind(cause))
        for step, cause in zip(_steps(own), own, strict=True)
        if cause.p80_days
    ]
    if not is_missing(row["p80_days_moved"]):
        marks.append(strip.tick(causes.scale, row["p80_days_moved"]))
    return strip.strip(causes.scale, *marks)


def _kind(cause: Cause) -> str:
    if (cause.p80_days or 0) < 0:
        return "earlier"
    return "time" if cause.cause == TIME else "later"


def _why(row: Row, causes: _Causes) -> str:
    own = sorted(causes.of(row), key=lambda cause: (cause.cause != TIME, -abs(cause.p80_days or 0)))
    if not own:
        return muted("its target or its value" if row["outlook_after"] else "removed")
    said = [
        text(f"{words.cause_name(cause, causes.names)} ")
        + tag("strong", "", text(words.signed(cause.p80_days)))
        for cause in own[:MOST_CAUSES]
    ]
    more = len(own) - MOST_CAUSES
    return ", ".join([*said, *([text(f"and {more} more")] if more > 0 else [])])


_KEYS = strip.keys(
    [
        ("bar dm-time", "time passed"),
        ("bar dm-later", "an edit, later"),
        ("bar dm-earlier", "earlier"),
        ("tick", "together"),
    ],
    "Causes are taken one after another; another order could share the days differently.",
)
