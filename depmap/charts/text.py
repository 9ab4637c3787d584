"""How wide text is in IBM Plex Sans, and where labels go so that none meets another.

The server cannot ask the browser, so the advance widths of the two weights that charts
use stand here, in thousandths of the font size, read from the font files.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_REGULAR = {
    236: " \u00a0", 242: "'", 250: "ijí", 272: ",.l",
    284: "!\u2019\u2018", 292: ":;", 314: "|", 317: "[]",
    324: "f·", 335: "()", 351: "t{}", 367: "r", 383: "/\\", 399: "-I", 419: '"', 450: "*",
    464: "z", 475: "“”?", 487: "s", 501: "vyLcç", 507: "xJ", 527: "kg", 534: "aäáå", 549: "eéè",
    560: "oöóF", 568: "hnuüñø_", 580: "ZbdpqTSE", 593: "Y\u2013", 600: "$+0123456789<=>^`~\u00d7÷",
    606: "PV", 621: "CX", 640: "KRßA", 653: "B", 678: "DU", 694: "&G", 708: "HNOQ#", 768: "w",
    780: "—", 803: "…", 812: "M", 873: "mæ", 891: "@W", 927: "%",
}  # fmt: skip
_SEMIBOLD = {
    236: " \u00a0", 260: "'", 275: "ijí",
    299: ",.l\u2019\u2018", 319: ":;!", 329: "[]", 337: "()", 350: "f·",
    374: "t|{}", 393: "r", 402: "-", 423: "I", 437: "/\\", 471: '"', 493: "?", 502: "sz",
    513: "cç", 524: "vyL“”", 545: "xJg", 558: "eéè_*aäáå", 571: "koöóø", 580: "FT",
    588: "hnuüñ\u2013", 600: "$+0123456789<=>E^`bdpq~\u00d7÷Z",
    611: "S", 641: "YVPC", 656: "X#", 678: "BRAKß",
    689: "DU", 713: "GOQHN&", 780: "—", 819: "Mw", 869: "…æ", 899: "m@", 960: "W%",
}  # fmt: skip
# Signs that come from the system's font (▲ ◆ ◌) and letters the table lacks.
_OTHER = 900

_ADVANCES = {
    is_bold: {sign: advance for advance, signs in table.items() for sign in signs}
    for is_bold, table in ((False, _REGULAR), (True, _SEMIBOLD))
}

_NARROWEST = min(min(table) for table in (_REGULAR, _SEMIBOLD))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, is_bold: bool = False) -> float:
    """Width of one line in pixels at `size` pixels; signs from another font count as wide."""
    advances = _ADVANCES[is_bold]
    return sum(advances.get(sign, _OTHER) for sign in text) * size / 1000


def cut(text: str, room: float, size: float, is_bold: bool = False) -> str:
    """The text, cut at a word with "…" where it is wider than `room` pixels.

    A single word that is too long is cut inside; "…" alone when there is room for nothing.
    """
    # Of the narrowest letter no more than these fit: longer text is not measured at all.
    most = int(max(room, 0) / (_NARROWEST * size / 1000)) + 2
    # Half a pixel of grace, so that a room computed from this very text holds it.
    if len(text) <= most and width(text, size, is_bold) <= room + 0.5:
        return text
    kept = text[:most]
    while kept and width(kept + "…", size, is_bold) > room:
        kept = kept[:-1]
    if " " in kept and not text[len(kept)].isspace():
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,;-/&") + "…"


def wrap(text: str, room: float, size: float, most: int = 3) -> list[str]:
    """The text in lines of at most `room` pixels, broken at words, the last of `most` cut."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= room:
            taken += 1
        lines.append(cut(" ".join(words[:taken]), room, size))
        words = words[taken:]
    return [*lines, cut(" ".join(words), room, size)] if words else lines


def stagger(lines: Sequence[float], widths: Sequence[float], heights: Sequence[int]) -> list[int]:
    """First row, counted up from 0, of each stack of labels that ends at a vertical line.

    `lines` are pixel positions in rising order, `widths` the widest label of each stack,
    which ends at its line, and `heights` its number of rows. A line reaches up to its own
    labels, so a later stack that crosses it goes above them.
    """
    rows: list[int] = []
    for index, line in enumerate(lines):
        crossed = [
            rows[other] + heights[other]
            for other in range(index)
            if lines[other] > line - widths[index]
        ]
        rows.append(max(crossed, default=0))
    return rows


def spread(
    centres: Sequence[float], widths: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres of labels in one row, moved as little as keeps them apart and inside.

    Pixels. `centres` in rising order; where all together are wider than low..high the
    row runs over `high`, for a caller that gave too little room.
    """
    placed: list[float] = []
    for centre, label in zip(centres, widths, strict=True):
        edge = placed[-1] + widths[len(placed) - 1] / 2 if placed else low
        placed.append(max(centre, edge + label / 2))
    edge = max(high, sum(widths) + low)
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], edge - widths[index] / 2)
        edge = placed[index] - widths[index] / 2
    return placed


def lift(starts: Sequence[float], widths: Sequence[float], room: float) -> list[int]:
    """Line, counted up from 0, of each label over the parts of a bar, so that none meet.

    Pixels. A label begins with its part at `starts` and runs right; one that would leave the
    room ends with it instead. A label on a higher line has a line down to its part, so a
    label goes above all whose part it covers.
    """
    ends = [min(start + label, room) for start, label in zip(starts, widths, strict=True)]
    lines = [-1] * len(starts)
    inside = [index for index, start in enumerate(starts) if start + widths[index] <= room]
    outside = [index for index in range(len(starts)) if index not in inside]
    for index in [*reversed(inside), *outside]:
        left, right = ends[index] - widths[index], ends[index]
        covered = [
            line
            for other, line in enumerate(lines)
            if line >= 0 and left < ends[other] and ends[other] - widths[other] < right
        ]
        lines[index] = max(covered, default=-1) + 1
    return lines


def beside_points(
    x: np.ndarray,
    y: np.ndarray,
    widths: Sequence[float],
    size: float,
    radius: float,
    room: tuple[float, float],
) -> list[str]:
    """Where each label stands at its point, as Plotly's textposition, or "" for nowhere.

    Right, left, or above and below, centred or to the right. Pixels, y downwards. The labels
    belong to the first points; no label covers a point, an earlier label, or the edge of the
    room (width, height).
    """
    taken: list[tuple[float, float, float, float]] = []
    sides: list[str] = []
    half, gap = size * 0.62, radius + 4
    for number, label in enumerate(widths):
        here, there = float(x[number]), float(y[number])
        chosen = ""
        for side, left, top in (
            ("middle right", here + gap, there - half),
            ("middle left", here - gap - label, there - half),
            ("top center", here - label / 2, there - 2 * half),
            ("bottom center", here - label / 2, there),
            ("top right", here, there - 2 * half),
            ("bottom right", here, there),
        ):
            top += {"t": -radius, "b": radius}.get(side[0], 0.0)
            box = (left, top, left + label, top + 2 * half)
            is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= room[0] and box[3] <= room[1]
            covers = (
                (x > box[0] - radius)
                & (x < box[2] + radius)
                & (y > box[1] - radius)
                & (y < box[3] + radius)
            )
            covers[number] = False
            if is_inside and not covers.any() and not any(_meet(box, other) for other in taken):
                chosen = side
                taken.append(box)
                break
        sides.append(chosen)
    return sides


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two boxes (left, top, right, bottom) overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
