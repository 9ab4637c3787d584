"""A scenario written into the files from the page, on a server that was started for it."""

from __future__ import annotations

import logging

import streamlit as st

from depmap.inputs.writing.files import CannotWrite, Edits
from depmap.portfolio.problem import InvalidPortfolio
from depmap.scenarios.apply import edits
from depmap.screen.pieces import links, ui
from depmap.screen.state import published
from depmap.screen.state.view import View

LOG = logging.getLogger(__name__)
_SAID = "_written"


def found(here: View) -> Edits:
    """What the scenario in force writes into the files of the data that the page shows.

    Raises CannotWrite, with a sentence, when they are no longer those files or cannot say it.
    """
    assert here.scenario is not None
    try:
        return edits(published.folder(), here.scenario.wanted, here.shared.as_of, here.data.content)
    except (InvalidPortfolio, OSError) as error:
        raise CannotWrite(
            "The files could not be read as they were; look at them first."
        ) from error


def draw(here: View) -> None:
    """The diff when it is asked for, and below it what writes exactly that; else nothing."""
    if not here.may_write:
        return
    texts = here.scenario.wanted.texts if here.scenario else ()
    said, where = st.session_state.get(_SAID, ("", ()))
    if texts in where:
        ui.note(said)
    else:
        st.session_state.pop(_SAID, None)
    if here.scenario is None or not here.scenario.answers.cells:
        return
    if not st.button("Write these changes into the files", key="write_ask"):
        return
    try:
        changes = found(here)
    except CannotWrite as error:
        ui.note(str(error))
        return
    st.code(changes.diff(), language="diff")
    st.button("Write this", type="primary", on_click=_write, args=(changes, texts), key="write_now")


def _write(changes: Edits, texts: tuple[str, ...]) -> None:
    """Write what was shown, and leave the scenario: it is today's plan then.

    What came of it is said as long as this scenario, or after it none, is in force.
    """
    try:
        written = changes.write()
    except CannotWrite as error:
        st.session_state[_SAID] = (str(error), (texts,))
        return
    names = ", ".join(path.name for path in written)
    LOG.warning("Written from the page: %s", names)
    st.session_state[_SAID] = (f"Written into {names}.", (texts, ()))
    published.portfolio().refresh()
    links.open_page("what_if", what_if=())
