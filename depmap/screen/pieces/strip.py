"""Small pictures in a cell of a table: dots, lines and ticks on one scale, drawn by HTML alone.

A strip keeps its row, folds with the table on a phone, prints and follows the theme. All rows of a
table share one scale, which stands in the header of their column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from depmap.screen.pieces.markup import tag, text

# Beside the first and the last value, so that no dot is cut by the end of its cell.
MARGIN = 0.03
QUARTERS_SHOWN = 6
# In percent of the width: half a name on a phone.
AT_EDGE = 5
# Steps between the lines of a scale of days: whole weeks, months, quarters, years.
STEPS = (1, 7, 30, 90, 180, 365, 730, 1825, 3650)
STEPS_SHOWN = 5


@dataclass(frozen=True)
class Scale:
    """From which to which value a strip goes, and what stands at its lines: (value, words)."""

    low: float
    high: float
    lines: tuple[tuple[float, str], ...] = ()

    def at(self, value: float) -> float:
        """Where a value stands, in percent of the width; what lies outside stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return 100 * min(1.0, max(0.0, share))

    def holds(self, value: float) -> bool:
        """Whether a value lies on the scale."""
        return self.low <= value <= self.high


def scale(values: Iterable[float], lines: Sequence[tuple[float, str]] = ()) -> Scale:
    """A scale that holds all values, with room at its ends. Raises ValueError without a value."""
    found = [*values, *(value for value, _ in lines)]
    low, high = min(found), max(found)
    room = MARGIN * (high - low) or 1.0
    return Scale(low - room, high + room, tuple(lines))


def calendar(days: Iterable[date]) -> Scale:
    """A scale of days that holds all of these, with lines at quarters or years.

    Values on it are ordinals of days. Raises ValueError without a day.
    """
    ordinals = [day.toordinal() for day in days]
    plain = scale(ordinals)
    first, last = date.fromordinal(min(ordinals)), date.fromordinal(max(ordinals))
    months = [
        date(year, month, 1) for year in range(first.year, last.year + 2) for month in (1, 4, 7, 10)
    ]
    lines = [day for day in months if plain.holds(day.toordinal())]
    while len(lines) > QUARTERS_SHOWN:
        years = [day for day in lines if day.month == 1]
        lines = years if len(lines) > len(years) else lines[::2]
    named = tuple(
        (day.toordinal(), f"{day.year}" if day.month == 1 else f"Q{day.month // 3 + 1}")
        for day in lines
    )
    return Scale(plain.low, plain.high, named)


def days(longest: float) -> Scale:
    """A scale of days from 0 to the longest, with lines at whole weeks, months or years."""
    marks = range(0, int(longest) + 1, _step(longest))
    return scale([0, longest], [(mark, f"{mark}" if mark else "0 days") for mark in marks])


def around(least: float, most: float) -> Scale:
    """A scale of days that holds 0 and both ends, with signed lines at whole weeks, months, years.

    What is earlier is negative.
    """
    low, high = min(0.0, least), max(0.0, most)
    step = _step(high - low)
    marks = range(-int(-low // step) * step, int(high) + 1, step)
    words = {mark: f"{mark:+,}".replace("-", "−") for mark in marks if mark} | {0: "0"}
    return scale([low, high], [(mark, words[mark]) for mark in marks])


def _step(length: float) -> int:
    """The smallest step of which few enough fit into so many days."""
    return next((step for step in STEPS if length / step <= STEPS_SHOWN), STEPS[-1])


def keys(marks: Iterable[tuple[str, str]], note: str) -> str:
    """What marks mean, in a line under a table of strips; ready HTML.

    marks: the kind of a mark, such as "dot dm-then", with its words. note: a last sentence.
    """
    named = (tag("span", "", tag("i", f"dm-strip-{kind}"), text(words)) for kind, words in marks)
    return tag("p", "dm-keys", *named, tag("span", "", text(note)))


def axis(scale: Scale) -> str:
    """The names of the lines of a scale, for the header of a column; ready HTML."""
    names = (
        _at("dm-scale-name" + _edge(scale.at(value)), scale.at(value), text(words))
        for value, words in scale.lines
    )
    return tag("span", "dm-scale", *names)


def strip(scale: Scale, *marks: str) -> str:
    """One row of a picture: the lines of its scale and the marks on it; ready HTML."""
    lines = (_at("dm-strip-grid", scale.at(value)) for value, _ in scale.lines)
    return tag("span", "dm-strip", *lines, *marks)


def dot(scale: Scale, value: float, kind: str) -> str:
    """A dot. kind: today (hollow), then (accent) or still (grey)."""
    return _at(f"dm-strip-dot dm-{kind}", scale.at(value))


def _edge(percent: float) -> str:
    """On a phone a name beside an end of the scale begins or ends there, lest it is cut."""
    if percent < AT_EDGE:
        return " dm-at-start"
    return " dm-at-end" if percent > 100 - AT_EDGE else ""


def line(scale: Scale, start: float, end: float) -> str:
    """A line between two dots."""
    return _span("dm-strip-line", scale, start, end)


def bar(scale: Scale, start: float, end: float, kind: str = "range") -> str:
    """A bar. kind: range (pale, outlined), share (ink), time (grey), later (accent) or earlier
    (hollow and thinner, below the others).
    """
    return _span(f"dm-strip-bar dm-{kind}", scale, start, end)


def tick(scale: Scale, value: float) -> str:
    """A target, with a halo over what it crosses; beyond the end of the scale it is a sign."""
    if not scale.holds(value):
        return tag("span", "dm-strip-beyond", "›")
    return _at("dm-strip-tick", scale.at(value))


def _at(css: str, percent: float, *inner: str) -> str:
    return f'<i class="{css}" style="left:{percent:.1f}%">{"".join(inner)}</i>'


def _span(css: str, scale: Scale, start: float, end: float) -> str:
    left, right = sorted((scale.at(start), scale.at(end)))
    return f'<i class="{css}" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>'
