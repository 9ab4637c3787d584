"""Colours and type sizes of everything we draw: the one place where they stand.

Charts, the graph and the stylesheet read them from here, so a theme has the same colour in a bar,
a node and a badge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

FONT = "IBM Plex Sans, system-ui, sans-serif"
CHART_TEXT = 13
AXIS_TEXT = 12
SMALL_TEXT = 11.5

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


def palette_for(theme_type: str | None) -> Palette:
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
