"""What a scenario changes: per direction, and per prerequisite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from depmap.answers.filters import ACTIONS
from depmap.answers.rows import Row, is_missing, records
from depmap.look.signs import OUTLOOKS
from depmap.screen.pieces import band, markup, strip, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.strip import Scale
from depmap.screen.pieces.table import Column
from depmap.screen.state import published
from depmap.screen.state.view import View
from depmap.words import what_if as words
from depmap.words.formats import chance, count, day
from depmap.words.sentence import Sentence, Words, say

FIRST_ITEMS = 8


@dataclass(frozen=True)
class Side:
    """One scenario beside today's plan: its name and rows of report.directions by id."""

    name: str
    directions: dict[str, Row]


def answer(here: View) -> Sentence:
    """The question and what it does; without a scenario how to begin."""
    if here.scenario is None:
        return say("Today’s plan. Choose a thing and what changes about it.")
    moved = _moved(here)
    rest = len(here.shared.directions) - len(moved)
    still = f"; {count(rest, 'direction')} {'does' if rest == 1 else 'do'} not move" if rest else ""
    return say(
        band.question(here, here.scenario) + " ",
        Words(words.summary(moved).removesuffix("."), "strong"),
        (still if moved else "") + ".",
    )


def _moved(here: View) -> list[Row]:
    return records(here.scenario.answers.comparison.directions) if here.scenario else []


def sides(here: View, beside: Sequence[str]) -> list[Side]:
    """The scenario in force, then the saved ones that stand beside it."""
    own = [Side("What if", dict(here.shared.directions))] if here.scenario else []
    known = published.saved(here.data)
    for name in beside:
        if other := published.under(here.data, (name,)):
            own.append(Side(known[name].name, dict(other.shared.directions)))
    return own


def directions(here: View, shown: Sequence[Side]) -> None:
    """Every direction today and under each scenario, what moves first, on one scale of days."""
    today = dict(here.today.directions)
    order = [*[row["direction_id"] for row in _moved(here)], *today]
    everything = dict.fromkeys([*order, *(key for side in shown for key in side.directions)])
    moved = [key for key in everything if any(_differs(today, side, key) for side in shown)]
    still = [key for key in everything if key not in moved and key in today]
    scale = _scale(today, shown, moved)
    ui.section("Directions, today and what if")
    if moved:
        if len(shown) == 1:
            columns = [_NAME, *_columns(today, shown[0], scale), _outlook(today, shown[0])]
        else:
            columns = [_NAME, *(_summed(today, side) for side in shown)]
        ui.html(ui.table_html([_about(key, today, shown) for key in moved], columns))
        ui.note(
            f"Not moved: {count(len(still), 'direction')}." if still else "Every direction moves."
        )
    elif shown:
        ui.note("No direction moves by a day.")
    if still:
        plain = Side("Today", today)
        columns = [_NAME, *_columns(today, plain, scale), _outlook(today, plain)]
        table = ui.table_html([_about(key, today, shown) for key in still], columns)
        # The scale stands above what moves; where nothing does, above these.
        ui.html(tag("div", "dm-still dm-below" if moved else "dm-still", table))
    ui.html(_KEYS)


def _differs(today: dict[str, Row], side: Side, key: str) -> bool:
    before, after = today.get(key), side.directions.get(key)
    if before is None or after is None:
        return True
    compared = ("forecast", "p80", "chance_on_time", "outlook", "target", "capacity_forecast")
    return any(_value(before[name]) != _value(after[name]) for name in compared)


def _value(cell: object) -> object:
    return None if is_missing(cell) else cell


def _about(key: str, today: dict[str, Row], shown: Sequence[Side]) -> Row:
    known = (rows.get(key) for rows in (today, *(side.directions for side in shown)))
    return next(row for row in known if row is not None)


def _scale(today: dict[str, Row], shown: Sequence[Side], moved: Sequence[str]) -> Scale:
    rows = [*today.values(), *(row for side in shown for row in side.directions.values())]
    days = [_ordinal_day(row["p80"]) for row in rows if not is_missing(row["p80"])]
    days += [
        _ordinal_day(today[key]["target"])
        for key in moved
        if key in today and not is_missing(today[key]["target"])
    ]
    return strip.calendar(days or [date.today()])


def _ordinal_day(value: date) -> date:
    return date(value.year, value.month, value.day)


def _columns(today: dict[str, Row], side: Side, scale: Scale) -> list[Column]:
    """Chance, picture and 4-in-5 date of one scenario; their cells read rows of directions."""

    def pair(row: Row) -> tuple[Row | None, Row | None]:
        return today.get(row["direction_id"]), side.directions.get(row["direction_id"])

    def odds(row: Row) -> str:
        return markup.arrow(*map(_odds, pair(row)))

    def picture(row: Row) -> str:
        return _strip(*pair(row), scale)

    def by(row: Row) -> str:
        before, after = pair(row)
        likely = _plain_arrow(*(day(one["forecast"]) if one else "" for one in (before, after)))
        small = "" if after and is_missing(after["p80"]) else f"likely {likely}"
        return markup.arrow(*map(_by, (before, after))) + tag("small", "", text(small))

    def kept(row: Row) -> str:
        return markup.arrow(*map(_kept, pair(row)))

    return [
        Column("Chance", odds, on_phone="right", width="8.5rem"),
        Column("Days", picture, on_phone="plain", width="26%", head=strip.axis(scale)),
        Column("4 in 5 by", by, on_phone="line", width="12.5rem"),
        Column("With owners’ days", kept, on_phone="line", width="14rem"),
    ]


def _summed(today: dict[str, Row], side: Side) -> Column:
    """All that one of several scenarios says about a direction, in one cell."""

    def cell(row: Row) -> str:
        before, after = today.get(row["direction_id"]), side.directions.get(row["direction_id"])
        if after is None or is_missing(after["p80"]):
            return markup.outlook(after["outlook"]) if after else muted("not there")
        odds = markup.arrow(*map(_odds, (before, after)))
        by = markup.arrow(*map(_by, (before, after)))
        days = [_kept(row) for row in (before, after)]
        kept = "" if days[0] == days[1] else tag("small", "", text("owners ") + markup.arrow(*days))
        small = tag("small", "", text("by ") + by)
        return f"{odds} {markup.outlook(after['outlook'])}{small}{kept}"

    return Column(side.name, cell, on_phone="line", width="27%")


def _odds(row: Row | None) -> str:
    """The chance to be on time, or how it ends: dropped, blocked."""
    if row is None:
        return ""
    return OUTLOOKS[row["outlook"]].words if is_missing(row["p80"]) else chance(
        row["chance_on_time"])  # fmt: skip


def _by(row: Row | None) -> str:
    if row is None:
        return ""
    return "no date" if is_missing(row["p80"]) else day(row["p80"])


def _kept(row: Row | None) -> str:
    """The date that owners can keep."""
    return "" if row is None else day(row["capacity_forecast"])


def _plain_arrow(before: str, after: str) -> str:
    return after if before == after else f"{before or 'new'} → {after or 'gone'}"


def _strip(before: Row | None, after: Row | None, scale: Scale) -> str:
    first, last = _p80(before), _p80(after)
    marks = []
    if first is not None and last is not None and first != last:
        marks.append(strip.line(scale, first, last))
    if first is not None:
        marks.append(strip.dot(scale, first, "still" if first == last else "today"))
    if last is not None and first != last:
        marks.append(strip.dot(scale, last, "then"))
    shown = after or before
    if shown is not None and not is_missing(shown["target"]):
        marks.append(strip.tick(scale, shown["target"].toordinal()))
    return strip.strip(scale, *marks)


def _p80(row: Row | None) -> int | None:
    if row is None or is_missing(row["p80"]):
        return None
    ordinal: int = row["p80"].toordinal()
    return ordinal


def _outlook(today: dict[str, Row], side: Side) -> Column:
    def cell(row: Row) -> str:
        before, after = today.get(row["direction_id"]), side.directions.get(row["direction_id"])
        found = [tag("span", "dm-nowrap", markup.outlook(one["outlook"])) if one
                 else muted("not there") for one in (before, after)]  # fmt: skip
        return found[1] if found[0] == found[1] else f"{found[0]} → {found[1]}"

    return Column("Outlook", cell, on_phone="plain", width="8.5rem")


_NAME = Column(
    "Direction",
    lambda row: markup.item_link(row["direction_id"], row["chart_name"]),
    on_phone="title",
    width="20%",
)
_KEYS = strip.keys(
    [
        ("dot dm-today", "today"),
        ("dot dm-then", "what if"),
        ("dot dm-still", "not moved"),
        ("tick", "target"),
    ],
    "Each dot is the date that holds in 4 of 5 cases.",
)


def differences(here: View) -> None:
    """The prerequisites of which something differs, the new value with today's beneath it."""
    if here.scenario is None:
        return
    rows = records(here.scenario.answers.comparison.items)
    ui.section("What else differs")
    ui.note(words.differences(rows))
    if not rows:
        return
    rows.sort(key=_largest_move)
    ui.html(ui.table_html(rows[:FIRST_ITEMS], _DIFFERENCES))
    if len(rows) > FIRST_ITEMS:
        ui.note(f"and {count(len(rows) - FIRST_ITEMS, 'more', 'more')}")


def _largest_move(row: Row) -> tuple[float, float, str]:
    """What moves by the map first, then what moves with the days that owners have."""
    by_map, kept = (
        0.0 if is_missing(row[column]) else -abs(row[column])
        for column in ("days_moved", "capacity_days_moved")
    )
    return by_map, kept, row["item_id"]


def _with_today(after: str, before: str) -> str:
    if after == before:
        return text(after)
    today = text(f"today {before or 'nothing'}")
    return text(after or "nothing") + tag("small", "dm-wrapped", today)


_DIFFERENCES = [
    Column(
        "Prerequisite",
        lambda row: markup.item_link(row["item_id"], row["chart_name"]),
        on_phone="title",
        width="27%",
    ),
    Column(
        "Start by",
        lambda row: _with_today(
            *(_day(row[f"safe_start_by_{side}"]) for side in ("after", "before"))
        ),
        on_phone="right",
        width="25%",
    ),
    Column(
        "Action",
        lambda row: _with_today(
            *(ACTIONS.get(row[f"action_{side}"], "") for side in ("after", "before"))
        ),
        on_phone="plain",
        width="23%",
    ),
    Column(
        "With owners’ days",
        lambda row: _with_today(
            *(_day(row[f"capacity_finish_{side}"]) for side in ("after", "before"))
        ),
        on_phone="line",
        width="25%",
    ),
]


def _day(value: date | None) -> str:
    return "" if is_missing(value) else day(value)
