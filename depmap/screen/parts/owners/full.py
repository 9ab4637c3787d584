"""Who is full, week by week: one row an owner, with the least that would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.screen.pieces import links, markup
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.strip import Scale, axis
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words.formats import count, day, percent

MOST_OWNERS = 30
WEEKS = 40
_WEEK = timedelta(days=7)
# A week with any effort can be told from a free one.
_PALEST = 0.08


class Weeks(NamedTuple):
    """The weeks of the picture: its first day, the next review, and the rows of each owner."""

    first: date
    review: date
    by_owner: Mapping[str, Mapping[int, Row]]


def weeks_of(owner_weeks: DataFrame, first: date, review: date) -> Weeks:
    """The rows of report.owner_weeks that the picture shows, by owner and number of the week."""
    found: dict[str, dict[int, Row]] = {}
    for row in records(owner_weeks):
        week = (row["week_start"].date() - first).days // _WEEK.days
        if week < WEEKS:
            found.setdefault(row["owner_id"], {})[week] = row
    return Weeks(first, review, found)


def rows(owners: DataFrame, capacity: Row, items: DataFrame) -> list[Row]:
    """Effort without an owner, then the owners who hold any, who runs short first on top."""
    needed = items[items["is_on_route"] & items["is_open"] & (items["owner_id"] == "")]
    nobody = {
        "owner_id": "",
        "effort_days": capacity["unowned_effort_days"],
        "open_items": len(needed),
    }
    listed = sorted(
        (row for row in records(owners) if row["effort_days"] or not row["is_active"]),
        key=lambda row: (
            -(row["least_capacity_percent"] or 0),
            -row["wait_days_caused"],
            row["owner_id"],
        ),
    )
    return [*([nobody] if nobody["effort_days"] else []), *listed[:MOST_OWNERS]]


def say_how_many(owners: DataFrame) -> str:
    """How many owners there are, and how many are drawn."""
    everybody = f"{count(len(owners), 'owner')}, who runs short first on top"
    return everybody + (f"; the first {MOST_OWNERS}" if len(owners) > MOST_OWNERS else "")


def key(weeks: Weeks) -> str:
    """What the colours and the line of the picture mean; ready HTML."""
    return tag(
        "div",
        "dm-keys",
        tag("span", "", "Effort over capacity, a week ", tag("i", "dm-ramp"), "up to 100 %"),
        tag("span", "", tag("i", "dm-review-key"), text(f"next review, {day(weeks.review)}")),
        tag("span", "", text(f"A cell opens what it goes to most. {WEEKS} weeks shown.")),
    )


def columns(weeks: Weeks) -> list[Column]:
    """Who, effort, load, until when, the least that would do, who waits, and week by week."""
    months = [
        (at.toordinal(), f"{at.year}" if at.month == 1 else f"{at:%b}")
        for at in (
            date(weeks.first.year + step // 12, step % 12 + 1, 1)
            for step in range(weeks.first.month, weeks.first.month + WEEKS // 4)
        )
    ]
    start = weeks.first.toordinal()
    scale = Scale(start, start + WEEKS * _WEEK.days, ())
    lines = tuple((value, words) for value, words in months if scale.holds(value))
    head = axis(Scale(scale.low, scale.high, lines))
    review = f"Asked to {weeks.review.day} {weeks.review:%b}"
    return [
        Column("Owner", _name, "name", "title", "16%"),
        Column("Effort, days", _effort, "effort_days", "hide", "5%", True),
        Column(review, _load, "load", "hide", "7%", True),
        Column("Busy until", _until, "busy_until", "right", "8.5%"),
        Column("Needs at least", _least, "least_capacity_percent", "hide", "7%", True),
        Column("or first misses", _first_hit, "first_hit", "hide", "12%"),
        Column("Others wait, days", _waits, "wait_days_caused", "hide", "6%", True),
        Column("Weeks", lambda row: _strip(row, weeks), "", "plain", "auto", head=head),
    ]


def _name(row: Row) -> str:
    if not row["owner_id"]:
        return markup.owner("", "")
    name = row["name"] if row["is_active"] else f"{row['name']} (inactive)"
    return markup.owner(row["owner_id"], name)


def _effort(row: Row) -> str:
    return text(f"{row['effort_days']:,.4g}")


def _load(row: Row) -> str:
    if not row["owner_id"]:
        return muted("nobody’s time")
    if is_missing(row["load"]):
        return muted("–")
    given = tag("small", "", text(f"given {percent(row['planned_load'])}"))
    return text(percent(row["load"])) + given


def _until(row: Row) -> str:
    if not row["owner_id"]:
        return muted(count(row["open_items"], "item"))
    return markup.day(row["busy_until"], "free")


def _least(row: Row) -> str:
    if not row["owner_id"]:
        return ""
    least = row["least_capacity_percent"]
    if is_missing(least):
        return muted("–" if row["is_least_capacity_tried"] else "not tried")
    return tag("strong", "", text("over 100 %" if least > 100 else f"{least} %"))


def _first_hit(row: Row) -> str:
    if not row["owner_id"]:
        return ""
    first = row["first_hit"]
    if not first:
        return muted("nothing" if row["is_least_capacity_tried"] else "")
    return markup.item_link(first, view.current().shared.names.short(first))


def _waits(row: Row) -> str:
    return text(f"{row['wait_days_caused']:,}") if row["owner_id"] else ""


def _strip(row: Row, weeks: Weeks) -> str:
    """One cell a week: the share of capacity, or person-days in digits where there is none."""
    found = weeks.by_owner.get(row["owner_id"], {})
    cells = "".join(_cell(found.get(week)) for week in range(WEEKS))
    at = 100 * (weeks.review - weeks.first).days / (WEEKS * _WEEK.days)
    line = f'<i class="dm-review" style="left:{at:.2f}%"></i>' if at < 100 else ""
    drawn = tag("span", "dm-weeks" if row["owner_id"] else "dm-weeks dm-nobody", cells, line)
    return drawn + tag("span", "dm-weeks-words", text(_in_words(row)))


def _in_words(row: Row) -> str:
    """The numbers of a row in a line, for phones."""
    effort = f"{row['effort_days']:,.4g} days of effort"
    if not row["owner_id"]:
        return f"{effort}, nobody’s time is planned"
    least, first = row["least_capacity_percent"], row["first_hit"]
    if is_missing(least):
        needs = "; nothing hangs on it" if row["is_least_capacity_tried"] else ""
    else:
        share = "over 100 %" if least > 100 else f"at least {least} %"
        needs = f"; needs {share}, or {view.current().shared.names.short(first)} misses"
    waits = row["wait_days_caused"]
    return effort + needs + (f"; others wait {count(waits, 'day')}" if waits else "")


def _cell(week: Row | None) -> str:
    if week is None:
        return tag("span", "dm-week")
    names = view.current().shared.names
    spent = ", ".join(names.short(item) for item in week["items"][:3])
    more = f" and {len(week['items']) - 3} more" if len(week["items"]) > 3 else ""
    effort, capacity = week["effort_days"], week["capacity_days"]
    has_days = not is_missing(capacity) and capacity > 0
    of = f" of {capacity:g}" if has_days else ""
    said = f"Week of {day(week['week_start'])}: {effort:.2g}{of} person-days for {spent}{more}"
    inner = ""
    if has_days:
        strength = min(1.0, max(_PALEST, effort / capacity))
        inner = f'<i style="opacity:{strength:.2f}"></i>'
    else:
        inner = tag("b", "", text(f"{effort:.0f}" if effort >= 0.5 else "·"))
    address = escape(links.address("item", week["items"][0]))
    return (
        f'<a class="dm-link dm-week" tabindex="-1" href="{address}" title="{escape(said)}" '
        f'aria-label="{escape(said)}">{inner}</a>'
    )
