"""Colours, marks, badges and formats of every screen: the one place where they stand.

Charts, the graph and the stylesheet read them from here, so a theme has the same
colour in a bar, a node and a badge, and a date is written the same way everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

FONT = "IBM Plex Sans, system-ui, sans-serif"
CHART_TEXT = 13
AXIS_TEXT = 12
SMALL_TEXT = 11.5

NO_DATE = "no date"
NO_OWNER = "No owner"
NO_OWNER_MARK = "◌"
THEME_TOKENS = ("architecture", "data_contracts", "operations", "design", "external_approvals")


@dataclass(frozen=True)
class Palette:
    """One colour per meaning, as #rrggbb; drawn on `ground` and on `band`."""

    name: str
    ink: str
    muted: str
    ground: str
    band: str
    line: str
    grid: str
    accent: str
    tint: str
    architecture: str
    data_contracts: str
    operations: str
    design: str
    external_approvals: str
    critical: str
    at_risk: str
    at_risk_text: str
    slack: str
    ok: str
    # Themes with a colour of their own in themes.yaml: (id, colour on this ground).
    own: tuple[tuple[str, str], ...] = ()

    def theme(self, theme_id: str) -> str:
        """Colour of a theme: its own, else its token; muted for a theme that has neither."""
        token = theme_id.replace("-", "_")
        known = self.token(token) if token in THEME_TOKENS else self.muted
        return dict(self.own).get(theme_id, known)

    def token(self, name: str) -> str:
        """Colour by its token name, such as `at_risk_text`; KeyError for another name."""
        return dict(self.tokens())[name]

    def tokens(self) -> tuple[tuple[str, str], ...]:
        """Every colour with its token name, in the order of `COLOURS`."""
        return tuple((token, getattr(self, token)) for token, _, _ in COLOURS)

    def pale(self, colour: str, share: float = 0.34) -> str:
        """The colour at `share` over the ground, opaque, so grid lines do not shine through."""
        return mix(colour, self.ground, share)


# Token, light, dark: each pair side by side, because one is never changed without the other.
COLOURS = (
    ("ink", "#1b2230", "#e6e9ee"),
    ("muted", "#5b6472", "#9aa4b2"),
    ("ground", "#ffffff", "#12161c"),
    ("band", "#f6f7f9", "#1a2028"),
    ("line", "#dfe3e8", "#2c3440"),
    ("grid", "#eceff2", "#222a34"),
    ("accent", "#1f5fbf", "#8fb4f0"),
    ("tint", "#e8effa", "#1c2a40"),
    ("architecture", "#1f6cca", "#6985ba"),
    ("data_contracts", "#2c9ab2", "#50bcb2"),
    ("operations", "#578550", "#aed498"),
    ("design", "#90507e", "#d79ef9"),
    ("external_approvals", "#36364f", "#e8dff7"),
    ("critical", "#bd1312", "#d96959"),
    ("at_risk", "#bd8309", "#e7af31"),
    ("at_risk_text", "#8f5f00", "#e7af31"),
    ("slack", "#85888b", "#73777b"),
    ("ok", "#3f6b38", "#aed498"),
)
LIGHT = Palette("light", own=(), **{token: light for token, light, _ in COLOURS})
DARK = Palette("dark", own=(), **{token: dark for token, _, dark in COLOURS})


PALETTES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}


def palette(theme_type: str | None) -> Palette:
    """DARK for "dark", LIGHT for anything else (a first run does not know the theme yet)."""
    return DARK if theme_type == "dark" else LIGHT


def palettes(theme_colours: Mapping[str, str]) -> Mapping[str, Palette]:
    """Both palettes by name, with the colours that a portfolio gives to its themes.

    theme_colours: colour on the light ground by theme id, empty for none. Source: report.themes.
    """
    pairs = {light: dark for _, light, dark in COLOURS}
    own = [(theme, colour) for theme, colour in theme_colours.items() if colour]
    light = [(theme, _standing_out(colour, LIGHT, "#000000")) for theme, colour in own]
    dark = [(theme, _standing_out(pairs.get(c, c), DARK, "#ffffff")) for theme, c in own]
    return {"light": replace(LIGHT, own=tuple(light)), "dark": replace(DARK, own=tuple(dark))}


def _standing_out(colour: str, on: Palette, towards: str) -> str:
    """The colour, mixed with black or white until marks in it stand out from both grounds."""
    tried = (mix(towards, colour, step / 20) for step in range(21))
    return next(c for c in tried if min(contrast(c, on.ground), contrast(c, on.band)) >= 3)


def css_variables(colours: Palette) -> str:
    """The tokens as `--dm-at-risk-text: #8f5f00;` lines, one per colour, in token order."""
    return "\n".join(f"--dm-{name.replace('_', '-')}: {c};" for name, c in colours.tokens())


def mix(colour: str, ground: str, share: float) -> str:
    """`share` (0..1) of the colour over the ground, as #rrggbb."""
    return "#" + "".join(
        f"{round(front * share + back * (1 - share)):02x}"
        for front, back in zip(_channels(colour), _channels(ground), strict=True)
    )


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, after WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def on_fill(fill: str) -> str:
    """White or black, whichever contrasts more with the fill."""
    return max(("#ffffff", "#000000"), key=lambda text: contrast(text, fill))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True)
class Mark:
    """How a kind of item is drawn: Plotly's symbol, and the outline for the graph and legends.

    `outline` holds corners in a unit circle, x right and y down; empty means a circle.
    """

    words: str
    symbol: str
    outline: tuple[tuple[float, float], ...]


def _corners(count: int, turn: float) -> tuple[tuple[float, float], ...]:
    angles = (math.radians(turn + 360 * corner / count) for corner in range(count))
    return tuple((round(math.cos(angle), 4), round(math.sin(angle), 4)) for angle in angles)


MARKS = {
    "enabler": Mark("Enabler", "circle", ()),
    "procurement": Mark("Procurement", "square", _corners(4, 45)),
    "legal": Mark("Legal", "triangle-up", _corners(3, -90)),
    "compliance": Mark("Compliance", "hexagon2", _corners(6, 0)),
    "partnership": Mark("Partnership", "pentagon", _corners(5, -90)),
    "operational": Mark("Operational", "triangle-down", _corners(3, 90)),
    "decision": Mark("Decision", "diamond", _corners(4, 0)),
    # Plotly has no flag; directions stand in its charts by name, the outline is for the graph.
    "direction": Mark("Direction", "triangle-right", ((-0.7, -0.8), (0.9, -0.25), (-0.7, 0.3))),
}


@dataclass(frozen=True)
class Sign:
    """A symbol with its words, so that colour never speaks alone."""

    symbol: str
    words: str

    def label(self) -> str:
        """Symbol and words, such as "▲ at risk"."""
        return f"{self.symbol} {self.words}".strip()


@dataclass(frozen=True)
class Outlook(Sign):
    """How a direction's outlook is said; `token` names its text colour."""

    token: str


OUTLOOKS = {
    "on_time": Outlook("●", "on time", "ok"),
    "at_risk": Outlook("▲", "at risk", "at_risk_text"),
    "late": Outlook("■", "late", "critical"),
    "blocked": Outlook("✕", "blocked", "critical"),
    "no_target": Outlook("", "no target", "muted"),
    "delivered": Outlook("✓", "delivered", "muted"),
    "dropped": Outlook("", "dropped", "muted"),
}


@dataclass(frozen=True)
class Badge(Sign):
    """The badge of an action: the tokens of its fill, text ("on_fill" too) and border."""

    fill: str
    text: str
    border: str
    is_dashed: bool = False

    def css(self, colours: Palette) -> str:
        """Inline style of the badge: fill, text and border colours, 4 px radius."""
        fill = colours.token(self.fill)
        text = on_fill(fill) if self.text == "on_fill" else colours.token(self.text)
        stroke = "dashed" if self.is_dashed else "solid"
        return (
            f"background:{fill};color:{text};"
            f"border:1px {stroke} {colours.token(self.border)};border-radius:4px"
        )


BADGES = {
    "start now": Badge("▶", "Start now", "accent", "on_fill", "accent"),
    "start when ready": Badge("▷", "Start when ready", "tint", "accent", "accent"),
    "decide": Badge("◆", "Decide", "ink", "ground", "ink"),
    "in progress": Badge("◐", "In progress", "ground", "ok", "ok"),
    "later": Badge("", "Later", "band", "ink", "line"),
    "park": Badge("‖", "Park", "ground", "muted", "muted", is_dashed=True),
    "helps": Badge("+", "Helps", "ground", "muted", "muted", is_dashed=True),
    "alternative": Badge("or", "Alternative", "ground", "muted", "muted", is_dashed=True),
    "blocked": Badge("✕", "Blocked", "ground", "critical", "critical"),
    "not needed": Badge("", "Not needed", "ground", "muted", "line"),
}


def is_missing(value: Any) -> bool:
    """True for None, NaN, NaT and NA: what an empty cell of a DataFrame can hold."""
    return value is None or bool(pd.isna(value))


def day(value: date | None) -> str:
    """A date as "30 Jan 2027"; "no date" when it is missing."""
    return NO_DATE if is_missing(value) or value is None else f"{value.day} {value:%b %Y}"


def month(value: date | None) -> str:
    """A date as "Jun 2027"; "no date" when it is missing."""
    return NO_DATE if is_missing(value) or value is None else f"{value:%b %Y}"


def points(value: float) -> str:
    """One item's points with one decimal, such as "28.7"; "<0.1" rather than a false 0.0."""
    return "<0.1" if 0 < value < 0.05 else f"{value:,.1f}"


def total_points(value: float) -> str:
    """A sum of points without decimals, such as "558"; "<1" rather than a false 0."""
    return "<1" if 0 < value < 0.5 else f"{math.floor(value + 0.5):,}"


def percent(share: float | None) -> str:
    """A share as whole percent, such as "52 %"; "unknown" when it is missing."""
    return "unknown" if is_missing(share) or share is None else f"{100 * share:,.0f} %"


def chance(share: float | None) -> str:
    """A sampled chance as whole percent; its ends are "over 99 %" and "under 1 %"."""
    if is_missing(share) or share is None:
        return "unknown"
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else percent(share)


def count(number: float, singular: str, plural: str | None = None) -> str:
    """A number with its noun: "1 direction", "12 directions"."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,.0f} {noun}"


def days_from_now(days: int) -> str:
    """Distance from today: "in 68 days", "tomorrow", "today", "12 days ago"."""
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def days_early(days: int) -> str:
    """Target less forecast: "107 days early", "81 days late", "on the day"."""
    if days == 0:
        return "on the day"
    return f"{count(abs(days), 'day')} {'early' if days > 0 else 'late'}"


def cut_at_word(name: str, longest: int = 38) -> str:
    """The name, cut after a word with "…" to `longest` signs."""
    if len(name) <= longest:
        return name
    kept = name[: longest - 1]
    if not name[longest - 1].isspace() and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,-/") + "…"
