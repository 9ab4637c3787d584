"""A scenario written into the files of a folder: cell by cell, every other byte as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from depmap.inputs.reader import read_folder, shown_name
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_contents
from depmap.portfolio.draft import WHAT_IF, Cell, typed_text
from depmap.portfolio.overlay import Overlay
from depmap.portfolio.problem import InvalidPortfolio, Problems
from depmap.portfolio.schema import TABLES, path
from depmap.portfolio.table import Table, Value
from depmap.portfolio.things import Things
from depmap.portfolio.typed import Portfolio
from depmap.scenarios.csv_cells import CsvCells
from depmap.scenarios.files import CannotWrite, Edits
from depmap.scenarios.wanted import Wanted
from depmap.scenarios.yaml_cells import YamlCells

_MARK = b"\xef\xbb\xbf"
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
    today = read_contents(folder, contents, problems)
    if version and version != today.version:
        raise CannotWrite("The files have changed since they were read. Look at them again first.")
    laid = with_changes(today, scenario.changes, scenario.rows, as_of)
    texts = {name: data for name, data in contents.items() if data is not None}
    writing = _Writing(folder, today, texts)
    for cell in laid.cells:
        writing.write(cell)
    writing.add_rows(laid.portfolio)
    writing.drop({one.id for one in scenario.saved if one.rows and one.source_file
                  == shown_name(folder, "scenarios.yaml")})  # fmt: skip
    after = writing.contents()
    _verify(folder, {**contents, **after}, laid, scenario)
    return Edits(folder, {name: (texts.get(name), data) for name, data in after.items()})


class _Writing:
    """The files of a folder as texts whose cells are written anew."""

    def __init__(self, folder: Path, today: Portfolio, contents: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._today = today
        self._contents = contents
        self._files: dict[str, CsvCells | YamlCells] = {}

    def write(self, cell: Cell) -> None:
        """Write one cell, or the pin that it stands for."""
        table = _TABLES[cell.table]
        if 0 <= len(self._today.tables[cell.table]) <= cell.row:
            return  # A row that the scenario adds is written whole.
        name = cell.source_file.rpartition("/")[2] or table.file
        file = self._file(name)
        if cell.row < 0:
            item, any_of = cell.group
            file = self._yaml(name)
            file.add(path(table), 0, {"item": item, "any_of": any_of, "requires": cell.after})
        elif isinstance(file, CsvCells):
            if table.parent:
                raise CannotWrite(f"{name} holds {table.name} in a form that is not written here.")
            file.set(cell.source_line, cell.column, cell.after)
        elif cell.column == "requires" and not cell.after:
            file.take_away(path(table), cell.row)
        else:
            order = [column.field for column in table.typed_columns]
            file.set(path(table), cell.row, cell.column, cell.after, order)

    def add_rows(self, laid: Portfolio) -> None:
        """Add the rows that the portfolio under the scenario has and today's has not."""
        for table in TABLES:
            rows = laid.tables[table.name].columns
            for row in range(len(self._today.tables[table.name]), len(rows["source_line"])):
                if rows["source_file"][row] != WHAT_IF:
                    self._add(table, {name: values[row] for name, values in rows.items()})

    def drop(self, scenarios: set[str]) -> None:
        """Take saved scenarios out of scenarios.yaml."""
        names = self._today.tables["scenarios"].columns["id"]
        for row, name in enumerate(names):
            if name in scenarios:
                self._yaml("scenarios.yaml").take_away((), row)

    def contents(self) -> dict[str, bytes]:
        """The bytes of every file that was touched."""
        return {name: self._mark(name) + file.text().encode("utf-8")
                for name, file in self._files.items()}  # fmt: skip

    def _add(self, table: Table, row: Mapping[str, Value]) -> None:
        """Add a row to the end of its table's file, without what goes without saying."""
        files = self._today.tables[table.name].columns["source_file"]
        name = str(files[-1]).rpartition("/")[2] if files else table.file
        file = self._file(name)
        values = {
            column.field: typed_text(row[column.name])
            for column in table.typed_columns
            if row[column.name] not in (None, column.default)
            or (isinstance(file, CsvCells) and file.has(column.field))
        }
        if isinstance(file, CsvCells):
            file.add(values)
        else:
            file.add((), 0, values)

    def _file(self, name: str) -> CsvCells | YamlCells:
        if name not in self._files:
            data = self._contents.get(name, b"").removeprefix(_MARK)
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError as error:
                found = shown_name(self._folder, name)
                raise CannotWrite(f"{found} is not UTF-8. Save it again as UTF-8.") from error
            self._files[name] = CsvCells(text) if name.endswith(".csv") else YamlCells(text)
        return self._files[name]

    def _yaml(self, name: str) -> YamlCells:
        file = self._file(name)
        if isinstance(file, CsvCells):
            raise CannotWrite(f"{name} is CSV; pins and scenarios are written in YAML only.")
        return file

    def _mark(self, name: str) -> bytes:
        return _MARK if self._contents.get(name, b"").startswith(_MARK) else b""


def _verify(
    folder: Path, contents: Mapping[str, bytes | None], laid: Overlay, scenario: Wanted
) -> None:
    """The files as they would be, read again, are the portfolio under the scenario."""
    try:
        written = read_contents(folder, contents, Problems())
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
