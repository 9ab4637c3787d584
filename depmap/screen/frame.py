"""The main script: page configuration, data, problems, filter bar, and the only list of pages.

Streamlit runs it for every page and every interaction. It must not lie beside a folder called
pages/, or Streamlit's old router takes over on the first deep link.
"""

from __future__ import annotations

import streamlit as st

from depmap.answers import relations
from depmap.look.palette import palette_for
from depmap.portfolio.change import InvalidScenario
from depmap.portfolio.problem import InvalidPortfolio
from depmap.screen.pieces import band, filter_bar, links, style
from depmap.screen.pieces.notices import show_ignored, show_no_data, show_problems
from depmap.screen.server import guard, login
from depmap.screen.state import published, selection, view
from depmap.screen.state.places import page_files
from depmap.versions.live import Version

# How often an open page asks whether newer data is published, in seconds.
FOLLOW_SECONDS = 3

LISTED = {
    "": [("overview", "Overview")],
    "Act": [
        ("plan", "Plan"),
        ("my_work", "My work"),
        ("decisions", "Decisions"),
        ("what_if", "What if"),
        ("brief", "Brief"),
    ],
    "Why": [
        ("timeline", "Timeline"),
        ("graph", "Graph"),
        ("changes", "Changes"),
        ("unlock_scores", "Unlock scores"),
        ("owner_gaps", "Owners"),
        ("themes", "Themes"),
    ],
    "Data": [("prerequisites", "Prerequisites"), ("data", "Data"), ("item", "Item")],
}


def main() -> None:
    """Draws the frame and runs the page the address names."""
    st.set_page_config(
        page_title="depmap",
        page_icon="/app/static/icon.png",
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    admitted = login.is_admitted()
    files = page_files()
    page = st.navigation(
        {
            group: [
                st.Page(
                    files[name],
                    title=title,
                    default=name == links.HOME,
                    visibility="hidden" if name == "item" else "visible",
                )
                for name, title in pages
            ]
            for group, pages in LISTED.items()
        },
        position="top" if admitted else "hidden",
    )
    colours = palette_for(st.context.theme.type)
    style.draw(colours)
    if not admitted:
        login.draw_door()
        return
    login.draw_sign_out()
    try:
        data = published.portfolio().current()
    except InvalidPortfolio as error:
        show_no_data(error)
        follow(error.problems)
        return
    shared = published.shared(data)

    st.session_state["_page"] = page.url_path or links.HOME
    texts = band.asked()
    over = st.container(key="over")
    st.session_state["_head"] = st.container(key="head")
    show_problems(data)
    scenario, refused = None, None
    try:
        scenario = published.under(data, texts)
    except InvalidScenario as error:
        refused = error
    now = scenario.shared if scenario else shared
    chosen = filter_bar.draw(now.options)
    here = view.View(
        data,
        scenario.answers.connection() if scenario else data.connection(),
        now,
        chosen.filters,
        now.palettes[colours.name],
        shared,
        scenario,
        guard.may_write(published.folder()),
        guard.may_bring(),
    )
    view.keep(here)
    with over:
        if refused:
            band.refuse(refused)
        elif links.here() != "what_if":
            band.draw(here)
    show_ignored((*chosen.ignored, *selection.missing()))
    shown = here.read(relations.items)
    filter_bar.show_count(int((shown["item_type"] == "prerequisite").sum()), now.prerequisite_count)
    links.mount()
    follow(_standing(data))
    page.run()


@st.fragment(run_every=FOLLOW_SECONDS)
def follow(shown: tuple[object, ...]) -> None:
    """Runs the whole page again once newer data, or another problem, is published.

    Also once a sign-in has ended, which takes the page away.
    """
    if not login.is_admitted():
        st.rerun()
    try:
        now = _standing(published.portfolio().current())
    except InvalidPortfolio as error:
        now = error.problems
    if now != shown:
        st.rerun()


def _standing(data: Version) -> tuple[object, ...]:
    """What a page tells of its data version: one problem may take the place of another."""
    return data.number, data.failing_since, *data.problems, *_past(data)


# The pages that say what changed, and those of them that show how it went.
TELL_CHANGES = {"overview", "brief", "changes", "data"}
SHOW_TRENDS = {"changes"}


def _past(data: Version) -> tuple[object, ...]:
    """What is known of the past where a page tells it: more may come at any time."""
    page = links.here()
    if page not in TELL_CHANGES:
        return ()
    past = published.past()
    known = past.known(with_trend=page in SHOW_TRENDS)
    return known.is_listed, len(known.states), known.counted, past.compared


main()
