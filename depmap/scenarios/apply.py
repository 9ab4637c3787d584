"""A scenario written into the files of a folder: cell by cell, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from depmap.inputs.gentle.leads import OVER
from depmap.inputs.gentle.numbers import is_plain
from depmap.inputs.reader import read_folder, shown_name
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import Reading, reading_of
from depmap.inputs.writing.files import CannotWrite, Edits
from depmap.inputs.writing.folder import Cells
from depmap.portfolio.change import LEADS
from depmap.portfolio.draft import WHAT_IF, Cell, typed_text
from depmap.portfolio.overlay import Overlay
from depmap.portfolio.problem import InvalidPortfolio, Problems
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Table, Value
from depmap.portfolio.things import Things
from depmap.portfolio.typed import Portfolio
from depmap.scenarios.wanted import Wanted

_TABLES = {table.name: table for table in TABLES}
# Pins are compared by what they pin, and scenarios are not rows of the plan.
_COMPARED_APART = ("route_pins", "decision_picks", "scenario")


def edits(folder: Path, scenario: Wanted, as_of: date | None = None, version: str = "") -> Edits:
    """What a scenario writes into the files of a folder; nothing is written yet.

    Pins are written as what pins the group today, a chosen option with its decision, added rows at
    the end of their files; a saved scenario that added rows leaves scenarios.yaml, for its rows are
    in the files then. as_of: the day of what a change starts, finishes or decides; else that of the
    settings, else today. version: the Portfolio.version that the scenario was tried on.
    Raises InvalidPortfolio and InvalidScenario as reading and laying do, and CannotWrite when the
    files have changed since that version or would not say what the scenario says.
    """
    problems = Problems()
    contents = read_folder(folder, problems)
    reading = reading_of(folder, contents, problems)
    today = reading.portfolio
    if version and version != today.version:
        raise CannotWrite("The files have changed since they were read. Look at them again first.")
    laid = with_changes(today, scenario.changes, scenario.rows, as_of)
    writing = _Writing(reading, laid.portfolio)
    for cell in laid.cells:
        writing.write(cell)
    writing.add_rows()
    writing.drop({one.id for one in scenario.saved if one.rows and one.source_file
                  == shown_name(folder, writing.cells.file_of(_TABLES["scenarios"]))})  # fmt: skip
    after = writing.cells.contents()
    _verify(folder, {**contents, **after}, laid, scenario)
    return Edits(folder, {name: (contents.get(name), data) for name, data in after.items()
                          if data != contents.get(name)})  # fmt: skip


class _Writing:
    """The cells and rows of a scenario, put into the files of a folder."""

    def __init__(self, reading: Reading, laid: Portfolio) -> None:
        self.cells = Cells(reading)
        self._today = reading.portfolio
        self._laid = laid

    def write(self, cell: Cell) -> None:
        """Write one cell, or the pin that it stands for."""
        table = _TABLES[cell.table]
        if 0 <= len(self._today.tables[cell.table]) <= cell.row:
            return  # A row that the scenario adds is written whole.
        if cell.row < 0:
            item, any_of = cell.group
            self.cells.add(table, {"item": item, "any_of": any_of, "requires": cell.after})
        elif cell.column == "requires" and not cell.after:
            self.cells.take_away(cell.table, cell.row)
        else:
            self.cells.put(cell.table, cell.row, cell.column, _unmistaken(table, cell))
            self._write_filled(cell)

    def _write_filled(self, cell: Cell) -> None:
        """What the reader filled in stays what it is when what it was made of changes."""
        rows = self.cells.rows(cell.table)
        made_of_it: tuple[str, ...] = LEADS if cell.column in LEADS else ()
        if cell.column == "status" and cell.after not in OVER:
            has_leads = "lead_likely_days" in rows.columns and rows.is_written(cell.row, LEADS[1])
            made_of_it = ("effort_days",) if has_leads else (*LEADS, "effort_days")
        was = self._today.tables[cell.table].columns
        now = self._laid.tables[cell.table].columns
        for column in made_of_it:
            if column in was and not rows.is_written(cell.row, column):
                value = now[column][cell.row]
                if value == was[column][cell.row]:  # Another one is a cell of its own.
                    self.cells.put(cell.table, cell.row, column, typed_text(value))

    def add_rows(self) -> None:
        """Add the rows that the portfolio under the scenario has and today's has not."""
        for table in TABLES:
            rows = self._laid.tables[table.name].columns
            for row in range(len(self._today.tables[table.name]), len(rows["source_line"])):
                if rows["source_file"][row] != WHAT_IF:
                    self._add(table, {name: values[row] for name, values in rows.items()})

    def drop(self, scenarios: set[str]) -> None:
        """Take saved scenarios out of the file of scenarios."""
        names = self._today.tables["scenarios"].columns["id"]
        for row, name in enumerate(names):
            if name in scenarios:
                self.cells.take_away("scenarios", row)

    def _add(self, table: Table, row: Mapping[str, Value]) -> None:
        """Add a row to the end of its table's file, without what goes without saying."""
        values = {
            column.field: typed_text(row[column.name])
            for column in table.typed_columns
            if row[column.name] not in (None, column.default) or self.cells.has(table, column.field)
        }
        self.cells.add(table, values)


def _unmistaken(table: Table, cell: Cell) -> str:
    """The text of a value; a number with three decimals gets a zero, lest it read as thousands."""
    column = next(column for column in table.columns if column.name == cell.column)
    if column.type == "number" and cell.after and not is_plain(cell.after, column, True):
        return f"{cell.after}0"
    return cell.after


def _verify(
    folder: Path, contents: Mapping[str, bytes | None], laid: Overlay, scenario: Wanted
) -> None:
    """The files as they would be, read again, are the portfolio under the scenario."""
    try:
        written = reading_of(folder, contents, Problems()).portfolio
    except InvalidPortfolio as error:
        raise CannotWrite(f"The files would not load any more. {error}") from error
    for table in TABLES:
        if table.name.startswith(_COMPARED_APART):
            continue
        for column in table.columns:
            found = written.tables[table.name].columns[column.name]
            if found != laid.portfolio.tables[table.name].columns[column.name]:
                raise CannotWrite(
                    f"{table.file} would not say what the scenario says in {column.field}."
                    " Make these changes by hand."
                )
    things, pins = Things(written), laid.portfolio.tables["route_pins"].columns
    for row, file in enumerate(pins["source_file"]):
        if file == WHAT_IF:
            item, any_of, requires = (pins[n][row] for n in ("item", "any_of", "requires"))
            pin = next(things.pins(str(item), str(any_of)), None)
            if (pin.requires if pin else None) != requires:
                raise CannotWrite(f"The pin of {item}/{any_of} cannot be written. Do so by hand.")
