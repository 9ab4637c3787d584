"""Which cells of the files would make a scenario today's plan."""

from __future__ import annotations

import shlex

from depmap.answers.rows import Row
from depmap.inputs.writing.files import CannotWrite
from depmap.portfolio.draft import Cell
from depmap.screen.parts.what_if import writing
from depmap.screen.pieces import ui
from depmap.screen.pieces.markup import tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import published
from depmap.screen.state.view import View


def draw(here: View) -> None:
    """File, line and column of every cell that would make the scenario today's plan."""
    if here.scenario is None:
        return
    cells = here.scenario.answers.cells
    ui.section("To make it real, change these cells")
    if not cells:
        ui.note("No cell changes.")
        return
    ui.html(ui.table_html([_of(cell) for cell in cells], _CELLS))
    scenario = here.scenario
    # A replica has the answers and not the files.
    if published.folder().is_dir():
        name = f"plan-{here.shared.as_of}.patch"
        ui.download_file("Download the patch", lambda: _patch(here), name, "text/x-diff")
    asked = " ".join(f"--what-if {shlex.quote(one)}" for one in scenario.wanted.texts)
    command = tag("code", "", text(f"depmap apply {published.name()} {asked}"))
    ui.html(tag("p", "dm-command", text("or "), command))


def _of(cell: Cell) -> Row:
    return {
        "where": f"{cell.source_file.rpartition('/')[2]}, {cell.source_line or 'new row'}",
        "column": cell.column,
        "before": cell.before,
        "after": cell.after,
    }


_CELLS = [
    Column("File, line", lambda row: text(row["where"]), on_phone="title", width="30%"),
    Column("Column", lambda row: tag("code", "", text(row["column"])), on_phone="plain"),
    Column("From", lambda row: text(row["before"] or "empty"), on_phone="line", width="13%"),
    Column(
        "To",
        lambda row: tag("strong", "", text(row["after"] or "empty")),
        on_phone="right",
        width="20%",
    ),
]


def _patch(here: View) -> bytes:
    """A unified diff of the files; why not, where they cannot be edited by it."""
    try:
        return writing.found(here).diff().encode("utf-8")
    except CannotWrite as error:
        return f"{error}\n".encode()
