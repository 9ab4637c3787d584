"""The main script: page configuration, data, problems, filter bar, and the only list of pages.

Streamlit runs it for every page and every interaction. It must not lie beside a folder called
pages/, or Streamlit's old router takes over on the first deep link.
"""

from __future__ import annotations

import duckdb
import streamlit as st
from streamlit.navigation.page import Page

from depmap.answers import relations
from depmap.answers.filters import Filters
from depmap.look.palette import Palette, palette_for
from depmap.portfolio.change import InvalidScenario
from depmap.portfolio.problem import InvalidPortfolio
from depmap.screen.pieces import band, filter_bar, links, notices, style
from depmap.screen.server import guard, login
from depmap.screen.state import chosen, published, selection, view
from depmap.screen.state.places import page_files
from depmap.versions.live import Version
from depmap.versions.workspace.live import NotInLake

# How often an open page asks whether newer data is published, in seconds.
FOLLOW_SECONDS = 3

LISTED = {
    "": [("portfolios", "Portfolios"), ("overview", "Overview")],
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


# In the menu only where it leads somewhere.
IN_NO_MENU = {"item"}
NEED_INPUTS = {"what_if": "What if", "changes": "Changes"}


def main() -> None:
    """Draws the frame and runs the page the address names."""
    st.set_page_config(
        page_title="depmap",
        page_icon="/app/static/icon.png",
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    admitted = login.is_admitted()
    asked = chosen.asked() if admitted and published.lake() else ""
    page = st.navigation(_menu(asked), position="top" if admitted else "hidden")
    colours = palette_for(st.context.theme.type)
    style.draw(colours)
    if not admitted:
        login.draw_door()
        return
    login.draw_sign_out()
    st.session_state["_page"] = page.url_path or links.home()
    if links.here() != links.PORTFOLIOS and published.lake() and not asked:
        notices.show_choose()
    elif links.here() == links.PORTFOLIOS and not published.lake():
        notices.show_one()
    else:
        _show(page, "" if links.here() == links.PORTFOLIOS else asked, colours)


def _menu(asked: str) -> dict[str, list[Page]]:
    """The pages by group; of a lake the first one, and the others once a portfolio is chosen."""
    files = page_files()
    is_lake = published.lake() is not None

    def is_listed(name: str) -> bool:
        if name == links.PORTFOLIOS or not is_lake:
            return name not in IN_NO_MENU and (name != links.PORTFOLIOS or is_lake)
        return bool(asked) and name not in IN_NO_MENU | NEED_INPUTS.keys()

    return {
        group: [
            st.Page(
                files[name],
                title=title,
                default=name == links.home(),
                visibility="visible" if is_listed(name) else "hidden",
            )
            for name, title in pages
        ]
        for group, pages in LISTED.items()
    }


def _show(page: Page, asked: str, colours: Palette) -> None:
    """Reads and draws; what cannot be shown is said, and looked at again every few seconds."""
    try:
        data = published.current(asked)
        try:
            _draw(page, data, colours)
        except duckdb.IOException:
            # Publishers have removed the build of the lake that this run began with.
            if not published.is_outdated(data):
                raise
            st.rerun()
    except InvalidPortfolio as error:
        notices.show_no_data(error)
        follow(error.problems, asked)
    except NotInLake as error:
        notices.show_not_in_lake(error)
        follow((error.name, error.why), asked)


def _draw(page: Page, data: Version, colours: Palette) -> None:
    shared = published.shared(data)
    texts = band.asked()
    over = st.container(key="over")
    st.session_state["_head"] = st.container(key="head")
    notices.show_problems(data)
    if links.here() == links.PORTFOLIOS:
        palette = shared.palettes[colours.name]
        view.keep(view.View(data, data.connection(), shared, Filters(), palette, shared))
        links.mount()
        follow(_standing(data), "")
        page.run()
        return
    scenario, refused = None, None
    try:
        scenario = published.under(data, texts)
    except InvalidScenario as error:
        refused = error
    now = scenario.shared if scenario else shared
    found = filter_bar.draw(now.options)
    here = view.View(
        data,
        scenario.answers.connection() if scenario else data.connection(),
        now,
        found.filters,
        now.palettes[colours.name],
        shared,
        scenario,
        data.has_inputs and guard.may_write(published.folder()),
        guard.may_bring(),
    )
    view.keep(here)
    with over:
        if refused:
            band.refuse(refused)
        elif links.here() != "what_if":
            band.draw(here)
    notices.show_ignored((*found.ignored, *selection.missing()))
    shown = here.read(relations.items)
    filter_bar.show_count(int((shown["item_type"] == "prerequisite").sum()), now.prerequisite_count)
    links.mount()
    follow(_standing(data), data.portfolio)
    if links.here() in NEED_INPUTS and not data.has_inputs:
        notices.show_no_inputs(NEED_INPUTS[links.here()])
    else:
        page.run()


@st.fragment(run_every=FOLLOW_SECONDS)
def follow(shown: tuple[object, ...], asked: str) -> None:
    """Runs the whole page again once newer data, or another problem, is published.

    Also once a sign-in has ended, which takes the page away.
    """
    if not login.is_admitted():
        st.rerun()
    try:
        now = _standing(published.current(asked))
    except InvalidPortfolio as error:
        now = error.problems
    except NotInLake as error:
        now = (error.name, error.why)
    if now != shown:
        st.rerun()


def _standing(data: Version) -> tuple[object, ...]:
    """What a page tells of its data version: one problem may take the place of another."""
    return data.number, data.built_at, data.failing_since, *data.problems, *_past(data)


# The pages that say what changed, and those of them that show how it went.
TELL_CHANGES = {"overview", "brief", "changes", "data"}
SHOW_TRENDS = {"changes"}


def _past(data: Version) -> tuple[object, ...]:
    """What is known of the past where a page tells it: more may come at any time."""
    page = links.here()
    if page not in TELL_CHANGES or not data.has_inputs:
        return ()
    past = published.past()
    known = past.known(with_trend=page in SHOW_TRENDS)
    return known.is_listed, len(known.states), known.counted, past.compared


main()
