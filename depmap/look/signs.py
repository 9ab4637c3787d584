"""Signs that stand beside a colour, so that colour never speaks alone: marks, outlooks, badges."""

from __future__ import annotations

import math
from dataclasses import dataclass

from depmap.look.palette import Palette, on_fill

NO_OWNER_MARK = "◌"


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
    "later": Badge("", "Can wait", "band", "ink", "line"),
    "park": Badge("‖", "Park", "ground", "muted", "muted", is_dashed=True),
    "helps": Badge("+", "Helps", "ground", "muted", "muted", is_dashed=True),
    "alternative": Badge("or", "Alternative", "ground", "muted", "muted", is_dashed=True),
    "blocked": Badge("✕", "Blocked", "ground", "critical", "critical"),
    "not needed": Badge("", "Not needed", "ground", "muted", "line"),
}
