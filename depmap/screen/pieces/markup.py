"""Small pieces of HTML that pages share: badges, links, bars. Every value is escaped here.

Streamlit cleans the HTML once more in the browser (st.html strips scripts and handlers), and
the Content-Security-Policy forbids inline script.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date
from typing import Any

from depmap.answers.names import NO_CLEAR_OWNER, NO_OWNER
from depmap.answers.rows import Row, is_missing
from depmap.look.signs import BADGES, MARKS, OUTLOOKS
from depmap.screen.pieces import links
from depmap.screen.state import view
from depmap.words import formats


def text(value: Any) -> str:
    """A value as escaped text; nothing for a missing one."""
    return "" if is_missing(value) else html.escape(str(value))


def tag(name: str, css: str, *inner: str) -> str:
    """An element around ready HTML."""
    return f'<{name} class="{css}">{"".join(inner)}</{name}>'


def muted(value: Any) -> str:
    """Text that stands back."""
    return tag("span", "dm-muted", text(value))


def link(words: str, address: str, css: str = "") -> str:
    """A link to one of our pages; it opens in this session, and as itself in a new tab."""
    return f'<a class="dm-link {css}" href="{html.escape(address)}">{html.escape(words)}</a>'


def outside_link(words: str, url: str) -> str:
    """A link to another site in a new tab; plain text when the address is not http(s)."""
    if not url.startswith(("https://", "http://")):
        return text(words)
    return (
        f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{html.escape(words)}</a>"
    )


def shown_portfolio() -> str:
    """The name of the portfolio of a lake that is shown, and the way to the others; ready HTML."""
    shown = view.current().data
    if not shown.portfolio:
        return ""
    way = link("Portfolios", links.address(links.PORTFOLIOS, portfolio=""))
    return f"{way} › {tag('strong', '', text(shown.title))} · "


def item_link(item_id: str, words: str, css: str = "") -> str:
    """A link to the page of an item."""
    return link(words, links.address("item", item_id), css)


def item_links(item_ids: Iterable[str], nothing: str = "Nothing") -> str:
    """Links to several items by their short names; `nothing` when there are none."""
    names = view.current().shared.names
    return ", ".join(item_link(i, names.short(i)) for i in item_ids) or muted(nothing)


def question_link(decision: Row) -> str:
    """The question, linked to the page of decisions."""
    return link(decision["question"], links.address("decisions"))


def theme_badge(theme_id: str, theme: str, address: str = "") -> str:
    """A theme as a square in its colour and its name, outlined; with an address a link there."""
    if not theme:
        return tag("span", "dm-badge", text("No theme"))
    colour = view.current().colours.theme(theme_id)
    inner = f'<i style="background:{colour}"></i>{text(theme)}'
    if not address:
        return tag("span", "dm-badge", inner)
    return f'<a class="dm-link dm-badge" href="{html.escape(address)}">{inner}</a>'


def theme_pill(theme_id: str, theme: str) -> str:
    """A theme in tables: its name on its colour at 24 % over the ground."""
    if not theme:
        return muted("No theme")
    colours = view.current().colours
    fill = colours.pale(colours.theme(theme_id), 0.24)
    return f'<span class="dm-pill" style="background:{fill}">{text(theme)}</span>'


def action_badge(action: str) -> str:
    """What to do with an item: sign, words and colour of its action."""
    badge = BADGES.get(action)
    if badge is None:
        return ""
    style = badge.css(view.current().colours)
    return f'<span class="dm-action" style="{style}">{text(badge.label())}</span>'


def kind_badge(kind: str) -> str:
    """The kind of an item in words, outlined; a direction has none and is named as such."""
    mark = MARKS.get(kind or "direction")
    return tag("span", "dm-badge", text(mark.words if mark else kind))


def item_badges(item: Row) -> str:
    """Theme, kind, action and status of an item in one line; ready HTML."""
    status = item["status"]
    shown = [
        theme_badge(item["theme_id"], item["theme"]) if item["theme"] else "",
        tag("span", "dm-badge", text(item["owner"]))
        if item["item_type"] == "foreign"
        else kind_badge(item["kind"]),
        action_badge(item["action"]),
        tag("span", "dm-badge", text(formats.STATUSES[status].capitalize()))
        if status not in ("not_started", "in_progress")
        else "",
    ]
    return tag("div", "dm-badges", *shown)


def outlook(key: str) -> str:
    """A direction's outlook: sign and words in its colour."""
    found = OUTLOOKS[key]
    colour = view.current().colours.token(found.token)
    sign = f'<span style="color:{colour}">{text(found.symbol)}</span> ' if found.symbol else ""
    return sign + text(found.words)


def owner(owner_id: str, name: str) -> str:
    """Who it is, linked to their work; "No owner" in a dashed box: a gap is not a colour."""
    if not owner_id:
        return link(NO_OWNER, links.work_of(""), "dm-no-owner")
    return link(name, links.work_of(owner_id), "dm-who")


def likely_owner(row: Row) -> str:
    """The likely owner of a row of report.items, linked; muted when none stands out."""
    if not row["suggested_owner_id"]:
        return muted(NO_CLEAR_OWNER.capitalize())
    return owner(row["suggested_owner_id"], row["suggested_owner"])


def day(value: date | None, nothing: str = formats.NO_DATE) -> str:
    """A date; muted words, or nothing at all, when there is none."""
    if is_missing(value):
        return muted(nothing) if nothing else ""
    return text(formats.day(value))


def arrow(before: str, after: str) -> str:
    """What was and what is now, which is strong; once where they are the same. Ready HTML."""
    if before == after:
        return text(after)
    return text(f"{before or 'new'} → ") + tag("strong", "", text(after or "gone"))


def bar(share: float, number: str, colour: str = "") -> str:
    """A number with a bar of `share` (0..1) before it."""
    width = max(0.0, min(1.0, share)) * 100
    fill = f";background:{colour}" if colour else ""
    return (
        f'<span class="dm-bar"><i><b style="width:{width:.1f}%{fill}"></b></i>'
        f"<span>{text(number)}</span></span>"
    )


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Label and value pairs under each other; values are ready HTML, empty ones are left out."""
    body = "".join(f"<dt>{text(label)}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f'<dl class="dm-facts">{body}</dl>'


def fold(head: str, note: str, content: str) -> str:
    """What one click shows, under its head and a muted note; ready HTML from ready HTML."""
    summary = tag("summary", "", text(head), " ", muted(note))
    return tag("details", "dm-fold", summary, content)
