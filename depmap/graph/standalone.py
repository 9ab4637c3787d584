"""The graph outside the page: its legend, and a file that draws it without any network.

Every value in HTML is escaped here; in the file, data stands as JSON in which no sign can end the
script that holds it.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from depmap.answers.names import NO_OWNER
from depmap.graph import scripts
from depmap.graph.views import View
from depmap.look.palette import FONT, Palette, mix, palette_for
from depmap.look.signs import MARKS

FONTS = {400: "ibm-plex-sans-latin-400-normal.woff2", 600: "ibm-plex-sans-latin-600-normal.woff2"}
LINES = (
    ("requires", "Requires", "2", "", 0.75),
    ("through", "Requires, through hidden items", "2", "", 0.22),
    ("chosen", "Alternative on the route", "3.5", "", 0.85),
    ("other", "Alternative not taken", "2", "1.5 5", 0.75),
    ("helps", "Helps, never binding", "2", "5 4", 0.75),
)


def standalone_html(
    data: Mapping[str, Any], title: str, note: str, legend_html: str, fonts: Path
) -> str:
    """One file with the graph of `graph.browser_data`, its legend and all scripts and fonts.

    `title` and `note` are text; `legend_html` is what `legend` gives; `fonts` the folder of the
    font files. Opens without a network.
    """
    inline = [
        path.read_text(encoding="utf-8")
        for path in (scripts.VIS_NETWORK, *scripts.GRAPH, scripts.STANDALONE)
    ]
    colours = palette_for(str(data["theme"]))
    return Template(scripts.STANDALONE_PAGE.read_text(encoding="utf-8")).substitute(
        scripts="\n".join(f"<script>{script}</script>" for script in inline),
        title=html.escape(title),
        note=html.escape(note),
        legend=legend_html,
        data=script_safe(data),
        css=scripts.STYLESHEET.read_text(encoding="utf-8"),
        fonts="\n".join(_font(weight, fonts / name) for weight, name in FONTS.items()),
        theme=colours.name,
        ground=colours.ground,
        ink=colours.ink,
        muted=colours.muted,
        line=colours.line,
        font=FONT,
    )


def script_safe(data: Mapping[str, Any]) -> str:
    """JSON that may stand inside a script element: no `<`, `>`, `&` and no line separators."""
    text = json.dumps(data, ensure_ascii=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def legend(view: View, colours: Palette) -> str:
    """How to read this view, as HTML: only the colours, marks and lines that it shows.

    Samples are images, because st.html takes svg elements away.
    """
    items = view.items[view.items["item_type"] != "direction"]
    names = dict(zip(items["theme_id"], items["theme"], strict=True))
    names |= {card.theme_id: card.theme for card in view.folded}
    themes = [
        (_square(colours.theme(theme_id)), name or "No theme")
        for theme_id, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
    has_directions = len(items) < len(view.items)
    shown = {*items["kind"], *(["direction"] if has_directions else [])}
    marks = [
        (_mark(kind, colours.muted), mark.words) for kind, mark in MARKS.items() if kind in shown
    ]
    kinds = {line.kind for line in view.lines}
    lines = [
        (_line(width, dash, mix(colours.muted, colours.ground, share)), words)
        for kind, words, width, dash, share in LINES
        if kind in kinds
    ]
    after = [
        (_line("3", "", colours.ink), "What it needs"),
        (_line("3", "", colours.accent), "What it opens"),
    ]
    rings = [(_ring(colours.ink), NO_OWNER)] if (items["owner_id"] == "").any() else []
    rings.append((_frame(colours.at_risk), "Direction at risk"))
    rings.append((_frame(colours.critical), "Late or blocked"))
    return (
        f'<div style="color:{colours.ink};font-size:13px;line-height:1.4">'
        f'<div style="font-size:16px;font-weight:600;margin-bottom:4px">How to read</div>'
        f'<div style="color:{colours.muted}">Left to right: what must be done before what. '
        "Larger mark: higher unlock score.</div>"
        + _section("Colour: theme", themes, colours)
        + _section("Mark: kind", marks, colours, wide=False)
        + _section("Lines", lines, colours)
        + _section("After a click", after, colours)
        + _section("Rings and frames", rings, colours)
        + "</div>"
    )


def _section(
    head: str, rows: Iterable[tuple[str, str]], colours: Palette, wide: bool = True
) -> str:
    cells = "".join(
        '<div style="display:flex;align-items:center;gap:8px;min-height:22px">'
        f'<img alt="" width="28" height="18" src="data:image/svg+xml;base64,'
        f'{base64.b64encode(sample.encode()).decode()}"><span>{html.escape(words)}</span></div>'
        for sample, words in rows
    )
    columns = "1fr" if wide else "1fr 1fr"
    return (
        f'<div style="color:{colours.muted};margin:8px 0 2px">{html.escape(head)}</div>'
        f'<div style="display:grid;grid-template-columns:{columns}">{cells}</div>'
        if cells
        else ""
    )


def _svg(inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="28" height="18">{inner}</svg>'


def _square(colour: str) -> str:
    return _svg(f'<rect x="8" y="3" width="12" height="12" rx="2" fill="{colour}"/>')


def _line(width: str, dash: str, colour: str) -> str:
    return _svg(
        f'<path d="M1 9H27" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>'
    )


def _ring(colour: str) -> str:
    return _svg(
        f'<circle cx="14" cy="9" r="6.5" fill="none" stroke="{colour}" stroke-width="1.5" '
        'stroke-dasharray="3 2.2"/>'
    )


def _frame(colour: str) -> str:
    return _svg(
        f'<rect x="2" y="3" width="24" height="12" rx="3" fill="none" stroke="{colour}" '
        'stroke-width="2"/>'
    )


def _mark(kind: str, colour: str) -> str:
    outline = MARKS[kind].outline
    if not outline:
        return _svg(f'<circle cx="14" cy="9" r="6" fill="{colour}"/>')
    corners = " ".join(f"{14 + 6.5 * x:.1f},{9 + 6.5 * y:.1f}" for x, y in outline)
    pole = f'<path d="M9.4 3.8V15.5" stroke="{colour}" stroke-width="1.4"/>'
    return _svg(
        f'<polygon points="{corners}" fill="{colour}"/>' + (pole if kind == "direction" else "")
    )


def _font(weight: int, file: Path) -> str:
    content = base64.b64encode(file.read_bytes()).decode()
    return (
        f"@font-face {{ font-family: 'IBM Plex Sans'; font-weight: {weight}; "
        f"src: url(data:font/woff2;base64,{content}) format('woff2'); }}"
    )
