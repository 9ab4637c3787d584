"""What came in: the last import from each tool, and what a file that a viewer brings would give."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from depmap.imports.folder import DamagedRecord
from depmap.screen.pieces import markup, notices, ui
from depmap.screen.pieces.markup import tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import brought, published
from depmap.screen.state.brought import Told
from depmap.screen.state.view import View
from depmap.words.exchange import imports as words
from depmap.words.formats import count

# What was told, and how often: another key gives a box that holds no file.
_TOLD, _TURN = "_brought", "_brought_turn"
FINDINGS = [
    Column("Finding", lambda rule: text(rule["rule"].capitalize()), "", "title", "20%"),
    Column("Times", lambda rule: text(rule["count"]), "", "right", "8%", True),
    Column("The first", lambda rule: text(f"{rule['about']}. {rule['what']}"), "", "line", "44%"),
    Column("What to do", lambda rule: text(rule["fix"]), "", "line", "28%"),
]


def last_imports() -> None:
    """From which file each tool last brought anything into the folder, and when."""
    try:
        found = published.last_imports()
    except DamagedRecord as error:
        ui.note(str(error))
        return
    facts = markup.facts((one.tool, text(words.last(one))) for one in found)
    ui.html_or(facts if found else "", "Nothing was imported into this folder.")


def draw(here: View) -> None:
    """A box for a file, and what the last one gives; nothing where viewers may not bring any."""
    if not here.may_bring:
        return
    ui.section("Bring your own", "a workbook of input tables, or the export of another tool")
    turn = st.session_state.setdefault(_TURN, 0)
    file = st.file_uploader("Drop a file here", key=f"bring_{turn}")
    ui.note(
        "It is read in a process of its own and told to you alone. Nothing of it is kept or"
        " written: depmap import makes a folder of an export."
    )
    if file is not None:
        with st.spinner("Reading …"):
            told = brought.read(file.name, file.getvalue())
        _forget(file)
        st.session_state.update({_TOLD: told, _TURN: turn + 1})
        st.rerun()
    if _TOLD in st.session_state:
        _draw(st.session_state[_TOLD])
        ui.button("Clear", lambda: st.session_state.pop(_TOLD, None))


def _forget(file: UploadedFile) -> None:
    """Take the bytes out of the server's memory, where they would stay as long as the session."""
    context = get_script_run_ctx()
    assert context is not None
    assert isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager)
    context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _draw(told: Told) -> None:
    ui.html(tag("h3", "dm-rule", text(told.file), tag("small", "", text(told.tool))))
    if told.problems:
        ui.note(f"It does not load: {count(notices.slip_count(told.problems), 'problem')}.")
        ui.html(tag("div", "dm-banner", notices.problem_list(
            told.problems, most=notices.SHOWN_WITHOUT_DATA)))  # fmt: skip
        return
    ui.html("".join(tag("p", "", text(line)) for line in (told.taken, *told.overview)))
    for head, note, lines in (
        ("What was guessed:", "what the file does not say", told.guessed),
        ("What was left out:", "what has no place on a map", told.left_out),
    ):
        if lines:
            ui.html(markup.fold(f"{head} {len(lines)},", note, _listed(lines)))
    if told.findings:
        ui.table([vars(rule) for rule in told.findings], FINDINGS)


def _listed(lines: Sequence[str]) -> str:
    return tag("ul", "dm-method", *(tag("li", "", text(line)) for line in lines))
