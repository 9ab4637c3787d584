"""What the frame says above a page: data that does not load, a link that asks in vain."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from depmap.answers import filters
from depmap.portfolio.problem import InvalidPortfolio, Problem
from depmap.screen.pieces import ui
from depmap.screen.pieces.markup import tag, text
from depmap.versions.live import Version
from depmap.versions.workspace.live import NotInLake
from depmap.words import formats
from depmap.words.exchange import portfolios as words
from depmap.words.slips import slips

SHOWN_PROBLEMS = 5
SHOWN_WITHOUT_DATA = 100


def show_problems(data: Version) -> None:
    """A banner while the newest state of the folder does not load: since when, why, the way out."""
    if data.is_stale:
        st.html(tag("p", "dm-banner dm-quiet", text(words.stale(data.title, data.as_of))))
        return
    if not data.problems:
        return
    since = data.failing_since or data.built_at
    total = slip_count(data.problems)
    head = (
        f"The newest files do not load since {since:%H:%M} on {formats.day(since)}: "
        f"{formats.count(total, 'problem')}. This page shows the last good data of "
        f"{data.built_at:%H:%M} on {formats.day(data.built_at)}."
    )
    st.html(tag("div", "dm-banner", tag("strong", "", text(head)), problem_list(data.problems)))


def problem_list(problems: Sequence[Problem], most: int = SHOWN_PROBLEMS) -> str:
    """The first slips with place and way out, and how many more there are; ready HTML."""
    found = slips(problems)
    listed = "".join(tag("li", "", text(str(slip).replace("\n", " "))) for slip in found[:most])
    rest = len(found) - most
    more = tag("li", "", text(f"and {rest} more, listed on the Data page")) if rest > 0 else ""
    return tag("ul", "", listed, more)


def slip_count(problems: Sequence[Problem]) -> int:
    """How many things there are to mend: one slip made in many places is one."""
    return len(slips(problems))


def show_ignored(ignored: Sequence[tuple[str, str]]) -> None:
    """Names what a link asked for and the data does not have."""
    if ignored:
        st.html(tag("p", "dm-banner dm-quiet", text(filters.say_ignored(ignored))))


def show_no_data(error: InvalidPortfolio) -> None:
    """The whole page when no good data was ever loaded: every problem and what to do."""
    head = formats.count(slip_count(error.problems), "problem")
    st.html(
        tag("h1", "", text("The portfolio does not load yet"))
        + tag("p", "dm-note", text(f"{head}. This page looks again every few seconds."))
        + tag("div", "dm-banner", problem_list(error.problems, most=SHOWN_WITHOUT_DATA))
    )


def show_choose() -> None:
    """The whole page of a lake whose address names no portfolio."""
    _say(words.CHOOSE, "All portfolios")


def show_one() -> None:
    """The page of all portfolios where there is one."""
    _say(words.ONE, "Overview")


def show_not_in_lake(error: NotInLake) -> None:
    """The whole page of a portfolio that the lake has no answers of: that, and why."""
    _say(words.not_in_lake(error.name, error.why), "All portfolios")


def show_no_inputs(page: str) -> None:
    """In place of a page that computes anew from rows which a lake does not hold."""
    title, said = words.no_inputs(page)
    ui.title(title, takes_filters=False)
    ui.empty(said)


def _say(said: tuple[str, str], way: str) -> None:
    """A title, a sentence, and the way to the first page; ready without a view of any data."""
    title, sentence = said
    st.html(
        tag("h1", "", text(title))
        + tag("p", "dm-note", text(sentence))
        + tag("p", "dm-elsewhere", f'<a class="dm-link" href="./">{text(way)}</a>')
    )
