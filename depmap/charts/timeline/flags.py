"""Targets and milestones over the timeline: which names stand where, so that none meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from depmap.answers.rows import records
from depmap.charts import base, text
from depmap.charts.timeline.canvas import Canvas
from depmap.look.palette import AXIS_TEXT, Palette
from depmap.look.signs import OUTLOOKS
from depmap.words.formats import chance, day

# More lines than the first push the bars off the screen, so names are gathered by date; more
# than the second are not worth it even then.
_MANY_LINES, _MOST_LINES = 8, 12
_GAP = 10
_MILESTONE = "⚑"
# Milestones and targets that keep their name, per date: all, or fewer until they fit.
_KEPT = ((99, 99), (1, 99), (0, 99), (0, 2), (0, 1))


@dataclass(frozen=True)
class Name:
    """One target or milestone: its words with the sign of its outlook, and what hover says.

    `item_id` is the direction's id, "" for a milestone.
    """

    item_id: str
    words: str
    sign: str
    colour: str
    hover: str

    @property
    def is_target(self) -> bool:
        """Whether it is a direction's target; else it is a milestone."""
        return self.item_id != ""

    def label(self) -> str:
        """As written in the head, such as "⚑ Evidence baseline ■"."""
        flag = "" if self.is_target else _MILESTONE
        return " ".join(part for part in (flag, self.words, self.sign) if part)


@dataclass(frozen=True)
class Flag:
    """A date and the lines written beside it, the lowest first, from `first_line` upwards.

    sign: of its worst outlook, empty when all is well.
    """

    date: pd.Timestamp
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    ids: tuple[str, ...]
    hover: str
    sign: str
    sign_colour: str
    first_line: int = 0

    @property
    def width(self) -> float:
        """Widest label in pixels, with the gap it keeps."""
        return max((text.width(label, AXIS_TEXT) for label in self.labels), default=0) + _GAP


def gather(
    directions: pd.DataFrame, milestones: pd.DataFrame, canvas: Canvas, palette: Palette
) -> list[Flag]:
    """The targets and milestones on the canvas, by date, placed so that no name meets another.

    Source: report.directions, report.milestones. A milestone named like a target of the
    same day stands once. When names need too many lines, milestones shrink to their sign,
    then targets to "Usage billing +2"; the last resort is a line with nothing but the sign of
    its worst outlook.
    """
    by_date: dict[pd.Timestamp, dict[str, Name]] = {}
    for date, name in (*_targets(directions, palette), *_milestones(milestones, palette)):
        if canvas.first <= date <= canvas.last:
            by_date.setdefault(date, {}).setdefault(name.words, name)
    flags: list[Flag] = []
    for milestones_kept, targets_kept in _KEPT:
        flags = _place(
            [
                _flag(date, list(by_date[date].values()), milestones_kept, targets_kept)
                for date in sorted(by_date)
            ],
            canvas,
        )
        if lines_needed(flags) <= _MANY_LINES:
            return flags
    return _cut(flags, canvas)


def _cut(flags: list[Flag], canvas: Canvas) -> list[Flag]:
    """The flags of which those that stand too high lose their names, and keep a sign."""
    short = [
        flag
        if flag.first_line + len(flag.labels) <= _MOST_LINES
        else replace(
            flag,
            labels=(flag.sign,) if flag.sign else (),
            colours=(flag.sign_colour,) if flag.sign else (),
            ids=("",) if flag.sign else (),
        )
        for flag in flags
    ]
    return _place(short, canvas)


def lines_needed(flags: list[Flag]) -> int:
    """Lines of the head that the names take."""
    return max((flag.first_line + len(flag.labels) for flag in flags), default=0)


def _targets(directions: pd.DataFrame, palette: Palette) -> Iterator[tuple[pd.Timestamp, Name]]:
    frame = base.days(directions, "target")
    live = frame["target"].notna() & frame["is_open"]
    for row in records(frame[live]):
        outlook = OUTLOOKS[row["outlook"]]
        sign = "" if row["outlook"] == "on_time" else outlook.symbol
        colour = palette.token(outlook.token) if sign else palette.ink
        hover = f"<b>{row['name']}</b><br>Target {day(row['target'])}, {outlook.words}"
        if pd.notna(row["chance_on_time"]):
            hover += f", chance {chance(row['chance_on_time'])}"
        item_id, words = str(row["direction_id"]), str(row["chart_name"])
        yield row["target"], Name(item_id, words, sign, colour, hover)


def _milestones(milestones: pd.DataFrame, palette: Palette) -> Iterator[tuple[pd.Timestamp, Name]]:
    frame = base.days(milestones, "date")
    for row in records(frame[frame["date"].notna()]):
        is_late = bool(row["is_late"])
        sign = "✕" if row["is_blocked"] else "■" if is_late else ""
        colour = palette.critical if sign else palette.muted
        verdict = {"✕": ", blocked", "■": ", late", "": ""}[sign]
        hover = f"<b>{row['name']}</b><br>Milestone {day(row['date'])}{verdict}"
        yield row["date"], Name("", str(row["name"]), sign, colour, hover)


def _flag(date: pd.Timestamp, names: list[Name], milestones_kept: int, targets_kept: int) -> Flag:
    """One date's lines; what is not kept stays behind as "+2" or as the milestone's sign.

    The worst outlook is named first, and a number that hides one carries its sign.
    """
    targets = sorted((name for name in names if name.is_target), key=_urgency)
    others = sorted((name for name in names if not name.is_target), key=_urgency)
    shown = [*targets[:targets_kept], *(others[:milestones_kept] if targets else others[:1])]
    left_out = [name for name in names if name not in shown]
    labels = [name.label() for name in shown]
    colours = [name.colour for name in shown]
    hidden_targets = [name for name in left_out if name.is_target]
    hidden_others = [name for name in left_out if not name.is_target]
    if hidden_targets:
        labels[-1] += f" +{len(hidden_targets)}{_worst(hidden_targets)}"
    if hidden_others:
        labels[-1] += f" {_MILESTONE}{_worst(hidden_others)}"
    worst = min(names, key=_urgency)
    if left_out:
        colours[-1] = min((shown[-1], *left_out), key=_urgency).colour
    return Flag(
        date,
        tuple(labels),
        tuple(colours),
        tuple(name.item_id for name in shown),
        "<br>".join(name.hover for name in names),
        worst.sign,
        worst.colour,
    )


def _urgency(name: Name) -> int:
    """Late and blocked before at risk before all that is well."""
    return {"■": 0, "✕": 0, "▲": 1}.get(name.sign, 2)


def _worst(names: list[Name]) -> str:
    return min(names, key=_urgency).sign


def _place(flags: list[Flag], canvas: Canvas) -> list[Flag]:
    starts = text.stagger(
        [canvas.pixel(flag.date) for flag in flags],
        [flag.width for flag in flags],
        [len(flag.labels) for flag in flags],
    )
    return [replace(flag, first_line=line) for flag, line in zip(flags, starts, strict=True)]
