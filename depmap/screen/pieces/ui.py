"""What pages draw with: title, answer, tiles, sections, tables, charts, downloads, empty states.

Pages call these with rows from answers/; the frame has made the view they refer to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st
from pandas import DataFrame
from streamlit.delta_generator import DeltaGenerator

from depmap.answers.rows import Row, records
from depmap.charts import base
from depmap.exporters import csv
from depmap.exporters.extract import said
from depmap.exporters.forms import xlsx
from depmap.screen.pieces import band, links, markup
from depmap.screen.pieces import table as tables
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import published, view
from depmap.words import formats
from depmap.words.exchange import workbook
from depmap.words.sentence import Sentence, Words, say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUIET_CHART = {"displayModeBar": False}
# The space inside "30 Jan 2027" and "50 %", which must not end a line.
_TOGETHER = re.compile(r"(?<=\d) (?=(?:[A-Z][a-z]{2} \d{4}|%))|(?<=\d [A-Z][a-z]{2}) (?=\d{4})")


def title(words: str, question: str = "", takes_filters: bool = True) -> None:
    """The page's title, its question and the dates, in the place the frame keeps above all.

    A page without a question is about one thing. Where filters change nothing their bar is hidden
    (its values stay in the address).
    """
    settings = view.current().shared.settings
    head: DeltaGenerator = st.session_state["_head"]
    asked = tag("span", "dm-question", text(question)) if question else ""
    as_of = tag("span", "dm-as-of", markup.shown_portfolio(), text(formats.dates(settings)))
    css = "dm-head" if question and takes_filters else "dm-head dm-one"
    head.html(tag("header", css, f"<h1>{text(words)}</h1>", asked, as_of))


def answer(*sentences: Sentence) -> None:
    """The page's answer in one or two large lines."""
    lines = "".join(tag("p", "", inline(sentence)) for sentence in sentences)
    st.html(tag("div", "dm-answer", lines))


def inline(sentence: Sentence) -> str:
    """A sentence with its tones and links; ready HTML."""
    return "".join(map(_words, sentence))


def _words(words: Words) -> str:
    tone = f"dm-{words.tone}" if words.tone else ""
    said = _TOGETHER.sub("\u00a0", words.text)
    if words.page and not links.needs_inputs(words.page, words.changes):
        return link(said, links.address(words.page, words.item, **words.changes), tone)
    return tag("span", tone, text(said)) if tone else text(said)


@dataclass(frozen=True)
class Tile:
    """One number with what it counts; a click opens the rows behind it."""

    label: str
    number: str
    of: str = ""
    below: str = ""
    tone: str = ""
    page: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


def tiles(shown: Sequence[Tile]) -> None:
    """Tiles of equal height in one row, two to a row on a phone."""
    st.html(tag("div", "dm-tiles", *map(_tile, shown)))


def _tile(tile: Tile) -> str:
    of = tag("small", "", text(f" {tile.of}")) if tile.of else ""
    inner = (
        tag("span", "dm-tile-label", text(tile.label))
        + tag("span", f"dm-tile-number dm-{tile.tone}", text(tile.number), of)
        + tag("span", "dm-tile-below", text(tile.below))
    )
    if not tile.page:
        return tag("div", "dm-tile", inner)
    target = text(links.address(tile.page, **tile.changes))
    return f'<a class="dm-link dm-tile" href="{target}">{inner}</a>'


def section(words: str, note: str | Sentence = "") -> None:
    """A heading with an optional muted note beside it."""
    said = inline(say(note) if isinstance(note, str) else note)
    st.html(tag("h2", "dm-section", text(words), tag("small", "", said) if said else ""))


def note(words: str | Sentence) -> None:
    """A muted line of explanation."""
    st.html(tag("p", "dm-note", inline(say(words) if isinstance(words, str) else words)))


def notes(heading: str, sentences: Sequence[Sentence]) -> None:
    """Muted lines under a small heading."""
    st.html(notes_html(heading, sentences))


def notes_html(heading: str, sentences: Sequence[Sentence], level: str = "h2") -> str:
    """The same lines as ready HTML, under a heading of this level."""
    lines = (tag("p", "", inline(sentence)) for sentence in sentences)
    return tag("div", "dm-note dm-notes", tag(level, "", text(heading)), *lines)


def changes_in_force() -> Sequence[str]:
    """The changes of the scenario in force, which a link that tries one more adds to."""
    return view.current().labels[view.WHAT_IF]


def whole_note(words: str) -> None:
    """A note on a picture or table that shows everything although filters are set."""
    if view.current().is_filtered:
        note(words)


def aside(words: str) -> None:
    """Muted words in a row of controls, as wide as they are."""
    st.html(tag("span", "dm-muted", text(words)), width="content")


def empty(words: str, way_out: str = "") -> None:
    """What stands where rows would stand: that there are none, and what to do."""
    st.html(tag("p", "dm-empty", text(words), f" {text(way_out)}" if way_out else ""))


def none_match(words: str, way_out: str = "") -> None:
    """`empty` for rows that filters narrow: with one set, clearing it is the way out."""
    empty(words, "Clear a filter to see more." if view.current().is_filtered else way_out)


def html(content: str) -> None:
    """Ready HTML made of the pieces of markup.py."""
    st.html(content)


def html_or(content: str, nothing: str) -> None:
    """Ready HTML, or words where there is none."""
    if content:
        st.html(content)
    else:
        empty(nothing)


def table(
    rows: DataFrame | Sequence[Row],
    columns: Sequence[Column],
    relation: str = "",
    nothing: str = "Nothing to show.",
    is_framed: bool = True,
    count: int | None = None,
) -> None:
    """A table of all rows; `relation` names the report relation whose comments explain heads.

    Above 300 rows the first are drawn and the rest is said; filters and downloads reach it.
    count: how many rows there are, where only the first of them are given.
    """
    if not len(rows):
        none_match(nothing)
        return
    comments = view.current().comments(relation) if relation else {}
    first = rows[: tables.MOST_ROWS]
    listed = records(first) if isinstance(first, DataFrame) else first
    content = tables.markup(listed, columns, comments)
    st.html(tag("div", "dm-table-box" if is_framed else "dm-table-box dm-open", content))
    if (count or len(rows)) > tables.MOST_ROWS:
        note(
            f"The first {tables.MOST_ROWS} of {count or len(rows):,} rows. "
            "Filters narrow them; the download holds all."
        )


def table_html(rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """A small table without a frame around it, as ready HTML; its headers explain nothing."""
    content = tables.markup(rows, columns, {})
    return tag("div", "dm-table-box dm-open", content)


def rest_html(rows: Sequence[Row], columns: Sequence[Column], note: str = "") -> str:
    """What one click shows of a list whose first rows stand, no more than 300; empty without rows.

    note: beside its head, where there are no more than that.
    """
    if not rows:
        return ""
    told = f"the first {tables.MOST_ROWS} of them" if len(rows) > tables.MOST_ROWS else note
    head = f"{len(rows):,} more{',' if told else ''}"
    return markup.fold(head, told, table_html(rows[: tables.MOST_ROWS], columns))


def back_to_today() -> None:
    """The way back to today's plan; the address above is the link to copy."""
    st.html(tag("p", "dm-elsewhere", link("Back to today’s plan", links.address(
        links.here(), what_if=()))))  # fmt: skip


def switch(label: str, options: Iterable[str], key: str, start: str = "") -> str:
    """Buttons of which one is always chosen, `start` or else the first; the address keeps it."""
    names = list(options)
    chosen = st.segmented_control(
        label,
        names,
        default=start or names[0],
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    return chosen or names[0]


def button(label: str, act: Callable[..., None], *arguments: Any) -> None:
    """A quiet button that calls `act` before the page is drawn again."""
    st.button(label, type="tertiary", on_click=act, args=arguments, key=f"button_{label}")


def download(
    label: str, rows: DataFrame, name: str, relation: str = "", narrowed: Sequence[str] = ()
) -> None:
    """Two buttons that download exactly these rows: as CSV safe in a spreadsheet, as a workbook.

    label: begins with "Download". relation: of which they are, for what their columns mean; empty
    when they are of none. narrowed: what they are narrowed by besides the filters, a line each.
    """
    here = view.current()
    as_of, meanings = here.shared.as_of, here.comments(relation) if relation else {}
    asked = band.question(here, here.scenario) if here.scenario else ""
    about = workbook.about_all if here.is_together else workbook.about
    called = published.name(here.data.portfolio)
    told = about(called, here.shared.settings, asked, [*said(here.filters), *narrowed])
    dated = f"{name}-{as_of:%Y-%m-%d}"
    with st.container(horizontal=True, width="content"):
        download_file(label, lambda: csv.csv_bytes(rows), f"{dated}.csv", "text/csv")
        download_file(
            f"{label.removeprefix('Download ').capitalize()} as workbook",
            lambda: xlsx.workbook([xlsx.Sheet(name, rows, meanings)], told, as_of),
            f"{dated}.xlsx",
            XLSX,
        )


def download_file(label: str, content: Callable[[], bytes], name: str, mime: str) -> None:
    """A button that downloads a file, made when it is asked for."""
    st.download_button(
        label,
        data=content,
        file_name=_file_name(name),
        mime=mime,
        on_click="ignore",
        key=f"download_{label}",
    )


def print_button(is_landscape: bool = False) -> None:
    """A button that opens the browser's print dialogue, which also saves a PDF.

    is_landscape: whether the page is printed on its side, because its tables are wide.
    """
    words = tag("span", "", "Print or save as PDF")
    st.html(f'<button type="button" class="dm-print">{words}</button>', width="content")
    if is_landscape:
        st.html("<style>@page { size: A4 landscape; margin: 10mm 11mm; }</style>")


def _file_name(name: str) -> str:
    """The name of a download: portfolio, what, day; under a scenario it says what-if."""
    portfolio = re.sub(r"[^\w.-]+", "-", published.name(view.current().data.portfolio)).strip("-.")
    whole = f"{portfolio}-{name}"
    if view.current().scenario is None:
        return whole
    stem, dot, ending = whole.rpartition(".")
    return f"{stem}-what-if{dot}{ending}"


def chart(
    figure: go.Figure,
    key: str,
    twin: str = "",
    on_click: Callable[[Any], None] | None = None,
    config: Mapping[str, Any] | None = None,
    caption: str = "",
) -> None:
    """A chart, with its description as alternative text.

    twin: HTML that stands in its place below 640 px, where label margins leave no room.
    on_click: gets the customdata of a clicked mark, after which the script runs again.
    caption: how to read the picture, gone where the twin stands in its place.
    """
    with st.container(key=f"wide_{key}" if twin else f"chart_{key}"):
        st.plotly_chart(
            figure,
            key=f"plot_{key}",
            theme=None,
            width="stretch",
            config=dict(config or QUIET_CHART),
            on_select=(lambda: _clicked(key, on_click)) if on_click else "ignore",
            selection_mode="points",
            alt=base.description(figure),
        )
        if caption:
            note(caption)
    if twin:
        with st.container(key=f"narrow_{key}"):
            st.html(twin)


def _clicked(key: str, on_click: Callable[[Any], None]) -> None:
    marks = st.session_state[f"plot_{key}"]["selection"]["points"]
    on_click(marks[0].get("customdata") if marks else None)


def with_picture(key: str, width: Literal["stretch", "content"] = "stretch") -> DeltaGenerator:
    """A place for what belongs to a drawn picture alone: gone where its twin stands instead."""
    return st.container(key=f"wide_{key}", width=width)


def list_rows(rows: Sequence[tuple[str, str, str]]) -> str:
    """The narrow twin of a chart: title, line below it, value on the right; ready HTML."""
    body = "".join(
        f"<li><span>{name}</span><strong>{value}</strong><small>{below}</small></li>"
        for name, below, value in rows
    )
    return tag("ul", "dm-list", body)


def points_of_total(value: float) -> str:
    """Points of one item with the whole they are part of: "28.7 of 558 points"."""
    whole = formats.total_points(view.current().shared.total_points)
    return f"{formats.points(value)} of {whole} points"
