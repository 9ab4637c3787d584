"""What today's plan is compared with: the controls, and why there is nothing to compare."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from depmap.screen.pieces import ui
from depmap.screen.state import published
from depmap.screen.state.view import View
from depmap.versions.history import State
from depmap.versions.past import Known, Since, last_before
from depmap.words import changes as words
from depmap.words.formats import count, day

REVIEW, MONTH, REVISION = "Last review", "Month", "Revision"
DAYS_OF_A_MONTH = 30


def since(here: View) -> Since | None:
    """What changed since the version that is asked for; None, and why in words, without one."""
    known = published.past().known(with_trend=True)
    if not known.states:
        ui.empty(*words.no_past(known.is_listed, known.problem))
        return None
    with st.container(horizontal=True, vertical_alignment="center", key="since_controls"):
        ui.aside("Since")
        chosen = ui.switch("Since", [REVIEW, MONTH, REVISION], "since")
        state, asked = _asked(here, known, chosen)
        found = published.past().since(state, asked, here.data)
        if found and found.found:
            ui.aside(words.compared(found.found.edits, len(here.today.directions)))
    if found is None:
        ui.empty(words.comparing(state.as_of))
        return None
    if found.problem:
        ui.empty(words.not_loaded(state.as_of, found.problem), "Choose another version.")
        return None
    return found


def _asked(here: View, known: Known, chosen: str) -> tuple[State, date]:
    """The version, and the day that it counts from where it stood unchanged until then."""
    if chosen == REVISION:
        labels = {_label(state): state for state in reversed(known.states)}
        name = st.selectbox(
            "Revision",
            list(labels),
            key="revision",
            bind="query-params",
            label_visibility="collapsed",
            width=240,
        )
        state = labels.get(name, known.states[-1])
        return state, state.as_of
    wanted = published.last_review(here.data)
    if chosen == MONTH:
        wanted = here.data.as_of - timedelta(days=DAYS_OF_A_MONTH)
    state = last_before(known.states, wanted) or known.states[0]
    return state, wanted


def _label(state: State) -> str:
    """A version by its day, and by the beginning of its commit where it has one."""
    own = state.revision[:8]
    return (
        day(state.as_of)
        if state.as_of.isoformat().startswith(own)
        else (f"{day(state.as_of)}, {own}")
    )


def notes(here: View, found: Since) -> None:
    """What a reader must know of the comparison: where history begins, and that it is today's."""
    known = published.past().known()
    first = known.states[0]
    wanted = published.last_review(here.data)
    if found.state == first and wanted < first.as_of:
        ui.note(f"The history begins on {day(first.as_of)}; the last review was {day(wanted)}.")
    for gap in known.ends:
        ui.note(f"Earlier versions are missing: {gap.problem}")
    if here.scenario:
        ui.note("Compared is today’s plan, without the scenario.")


def counting() -> None:
    """How far the trend is, and which versions it had to leave out."""
    known = published.past().known()
    if not known.is_whole:
        ui.note(f"{known.counted} of {count(len(known.states), 'version')} are counted so far.")
    for gap in known.gaps:
        ui.note(f"{day(gap.as_of)} is left out: {gap.problem}")
