"""A workbook with a sheet per table is a folder's input, as its CSV twin is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import pytest
import xlsxwriter
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.inputs.reader import fingerprint
from depmap.inputs.validate import read_portfolio
from depmap.inputs.writing.files import CannotWrite
from depmap.inputs.writing.tidy import tidied
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.typed import Portfolio
from tests.inputs.corpus.base import BASE
from tests.thorough import slow

Cells = Sequence[Sequence[object]]
PRE, DEP, OWN = "prerequisites.csv", "dependencies.csv", "owners.csv"
ROWS = {name: list(csv.reader(io.StringIO(BASE[name].decode()))) for name in (PRE, DEP, OWN)}
NUMBERS = {"lead_low_days", "lead_likely_days", "lead_high_days", "effort_days", "confidence",
           "capacity_days_per_week", "needed_confidence"}  # fmt: skip


def numbers_as_numbers(rows: Sequence[Sequence[str]]) -> list[list[object]]:
    """Rows as a sheet holds them: numbers in the columns of numbers."""
    is_number = [name in NUMBERS for name in rows[0]]
    return [list(rows[0])] + [
        [
            float(cell) if cell and number else cell
            for cell, number in zip(row, is_number, strict=False)
        ]
        for row in rows[1:]
    ]


def sheets() -> dict[str, list[list[object]]]:
    """The CSV files of the small portfolio as sheets."""
    return {name.removesuffix(".csv"): numbers_as_numbers(rows) for name, rows in ROWS.items()}


def book(
    tables: Mapping[str, Cells], change: Callable[[xlsxwriter.Workbook], None] | None = None
) -> bytes:
    """A workbook of these sheets; change: what else is done to it before it is closed."""
    data = io.BytesIO()
    workbook = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False})
    days = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in tables.items():
        sheet = workbook.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, days)
                elif cell != "":
                    sheet.write(at, place, cell)
    if change:
        change(workbook)
    workbook.close()
    return data.getvalue()


def ods(tables: Mapping[str, Cells]) -> bytes:
    """An OpenDocument sheet of these tables, as LibreOffice lays one out."""

    def cell(value: object) -> str:
        kind = f'float" office:value="{value}' if isinstance(value, float) else "string"
        if isinstance(value, date):
            kind = f'date" office:date-value="{value:%Y-%m-%d}'
        return (
            f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )

    body = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in tables.items()
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return data.getvalue()


def load(folder: Path, **files: bytes) -> Portfolio:
    """The small portfolio with its CSV files replaced by these; __ stands for the dot."""
    folder.mkdir(exist_ok=True)
    for name, data in BASE.items():
        if name not in ROWS:
            (folder / name).write_bytes(data)
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return read_portfolio(folder)


def refused(folder: Path, **files: bytes) -> list[str]:
    """The first line of each problem, without the name of the folder."""
    with pytest.raises(InvalidPortfolio) as error:
        load(folder, **files)
    return [str(one).splitlines()[0].removeprefix("p/") for one in error.value.problems]


def meaning(portfolio: Portfolio) -> dict[str, dict[str, list[object]]]:
    """Every value but where it stands."""
    return {table: {name: list(values) for name, values in rows.columns.items()
                    if not name.startswith("source_")}
            for table, rows in portfolio.tables.items()}  # fmt: skip


@pytest.mark.parametrize("make", [book, ods])
def test_a_sheet_per_table_is_read_as_the_files_are(
    make: Callable[[Mapping[str, Cells]], bytes], tmp_path: Path
) -> None:
    """Every value equals that of the CSV twin; rows are located by workbook, sheet and row."""
    plain = load(tmp_path / "p", **{n.replace(".", "__"): BASE[n] for n in ROWS})
    (tmp_path / "b").mkdir()
    suffix = "xlsx" if make is book else "ods"
    found = load(tmp_path / "b" / "p", **{f"map__{suffix}": make(sheets())})
    assert meaning(found) == meaning(plain)
    assert found.tables["prerequisites"].columns["source_file"][0] == (
        f"p/map.{suffix}, sheet prerequisites"
    )
    assert found.tables["prerequisites"].columns["source_line"] == [2, 3, 4, 5, 6]
    assert [note.rule for note in found.notes] == []


def test_every_table_may_be_a_sheet(tmp_path: Path) -> None:
    """Directions, settings, milestones and lists of a workbook are those of the YAML files."""
    tables = sheets() | {
        "Directions": [["id", "name", "value", "target"],
                       ["MARKET", "Market", 40.0, "2027-Q2"], ["SIGN-IN", "Sign", 1.0, ""]],
        "settings": [["name", "value"], ["as_of", datetime(2026, 11, 23)], ["review_days", 60.0],
                     ["suggest_weights.theme", 0.3]],
        "milestones": [["id", "name", "date", "items"],
                       ["listed", "Listed", datetime(2027, 6, 15), "MARKET; bank"]],
        "theme_keywords": [["theme", "keyword"], ["approvals", "bank"]],
        "themes": [["id", "name"], ["approvals", "Approvals"], ["build", "Build"]],
        "sources": [["id", "title", "grade"], ["guide", "Guide", "primary"]],
    }  # fmt: skip
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "map.xlsx").write_bytes(book(tables))
    found = read_portfolio(folder)
    assert found.tables["directions"].columns["value"] == [40.0, 1.0]
    assert found.tables["directions"].columns["target"] == [date(2027, 6, 30), None]
    settings = found.tables["settings"].columns
    assert [settings[name][0] for name in ("as_of", "review_days", "suggest_weight_theme")] == [
        date(2026, 11, 23), 60, 0.3
    ]  # fmt: skip
    assert found.tables["milestone_items"].columns["item"] == ["MARKET", "bank"]
    assert found.tables["theme_keywords"].columns["keyword"] == ["bank"]


def test_a_workbook_named_as_a_table_is_that_table(tmp_path: Path) -> None:
    """Its only filled sheet, whatever its name, beside files for the others."""
    files = {"dependencies__csv": BASE[DEP], "owners__csv": BASE[OWN]}
    data = book({"Tabelle1": sheets()["prerequisites"], "Tabelle2": []})
    found = load(tmp_path / "p", prerequisites__xlsx=data, **files)
    assert found.tables["prerequisites"].columns["id"] == ["bank", "terms", "buy", "make", "choose"]


def cell_of(table: str, row: int, column: str, value: object) -> bytes:
    """The workbook with one other cell; row as Excel counts."""
    tables = sheets()
    rows = tables[table]
    rows[row - 1][rows[0].index(column)] = value
    return book(tables)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (cell_of("prerequisites", 3, "lead_low_days", datetime(2026, 1, 10)),
         "map.xlsx, sheet prerequisites, row 3, column lead_low_days: the cell is the date"
         " 2026-01-10."),
        (cell_of("prerequisites", 3, "lead_low_days", "soon"),
         'map.xlsx, sheet prerequisites, row 3, column lead_low_days: "soon" is no whole number.'),
        (cell_of("owners", 2, "id", datetime(2026, 1, 2)),
         'map.xlsx, sheet owners, row 2, column id: the id is the value "2026-01-02".'),
        (cell_of("dependencies", 2, "requires", 1.1),
         'map.xlsx, sheet dependencies, row 2, column requires: the id is the value "1.1".'),
        (cell_of("prerequisites", 4, "started_on", datetime(2026, 1, 2, 13, 5)),
         "map.xlsx, sheet prerequisites, row 4, column started_on: "
         '"2026-01-02 13:05:00" is a time of day.'),
        (cell_of("prerequisites", 4, "started_on", 46296.0),
         'map.xlsx, sheet prerequisites, row 4, column started_on: "46296" is a bare number.'),
    ],
)  # fmt: skip
def test_a_cell_that_means_nothing_in_its_column(data: bytes, said: str, tmp_path: Path) -> None:
    """Refused at its workbook, sheet and row; what only follows from it is left out."""
    assert said in refused(tmp_path / "p", map__xlsx=data)


def test_errors_and_formulas_without_a_value_are_no_values(tmp_path: Path) -> None:
    """A formula that was never computed is 0 to a careless reader."""

    def change(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.get_worksheet_by_name("prerequisites")
        sheet.write_formula(1, 9, "=10+10")
        sheet.write_formula(2, 9, "=1/0", None, "#DIV/0!")

    found = refused(tmp_path / "p", map__xlsx=book(sheets(), change))
    place = "map.xlsx, sheet prerequisites, row"
    assert found == [
        f"{place} 2, column lead_high_days: the cell is a formula without a value.",
        f"{place} 3, column lead_high_days: the cell holds the error #DIV/0!.",
    ]


def test_what_a_sheet_has_beside_its_table_is_said(tmp_path: Path) -> None:
    """Rows above the header, merged cells, hidden rows, dates that Excel made, other sheets."""
    tables = sheets()
    tables["owners"] = [["Who owns what"], [], *tables["owners"]]
    tables["milestones"] = [["id", "name", "date"], ["m", "M", datetime(2028, 6, 1)]]
    tables["Notes"] = [["hello"]]

    def change(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.get_worksheet_by_name("prerequisites")
        sheet.merge_range(3, 5, 4, 5, "bob")
        sheet.set_row(2, None, None, {"hidden": True})

    folder = tmp_path / "p"
    folder.mkdir()
    for name in ("directions.yaml", "themes.yaml", "sources.yaml"):
        (folder / name).write_bytes(BASE[name])
    (folder / "map.xlsx").write_bytes(book(tables, change))
    found = read_portfolio(folder)
    assert found.tables["prerequisites"].columns["owner"] == ["ann", None, "bob", "bob", "ann"]
    assert found.tables["owners"].columns["source_line"] == [4, 5]
    said = {(note.file.removeprefix("p/"), note.kind, note.count) for note in found.notes}
    assert said >= {
        ("map.xlsx", "sheets", 1),
        ("map.xlsx, sheet owners", "rows above the header", 1),
        ("map.xlsx, sheet prerequisites", "merged cells", 1),
        ("map.xlsx, sheet prerequisites", "hidden rows", 1),
        ("map.xlsx, sheet milestones",
         "dates on the first of a month (Excel makes 2028-06 into 1 June)", 1),
    }  # fmt: skip


def test_one_table_in_two_places_is_refused_with_both(tmp_path: Path) -> None:
    """A sheet beside the file, and two workbooks of tables."""
    found = refused(tmp_path / "p", map__xlsx=book(sheets()), owners__csv=BASE[OWN])
    assert found == ["map.xlsx, sheet owners: owners.csv holds the same table."]
    (tmp_path / "p" / "owners.csv").unlink()
    found = refused(tmp_path / "p", copy__xlsx=book({"owners": sheets()["owners"]}))
    assert found == ["map.xlsx, sheet owners: copy.xlsx, sheet owners holds the same table."]


def test_a_missing_table_is_asked_for_by_its_sheet(tmp_path: Path) -> None:
    """The workbook is there, so the sheet is what is missing."""
    tables = sheets()
    del tables["dependencies"]
    assert refused(tmp_path / "p", map__xlsx=book(tables)) == [
        "dependencies.csv: the table is missing."
    ]


def bomb(size: int) -> bytes:
    """A small archive of much nothing."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return data.getvalue()


def far(workbook: xlsxwriter.Workbook) -> None:
    workbook.get_worksheet_by_name("owners").write(1_048_575, 16_383, "far")


def entities() -> bytes:
    """A workbook whose list of sheets expands entities."""
    inside, data = io.BytesIO(book(sheets())), io.BytesIO()
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{lines}]>'
    with zipfile.ZipFile(inside) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "xl/workbook.xml":
                text = head + text.partition("?>")[2].replace("owners", "&e8;")
            new.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: b"", "the content is no workbook"),
        (lambda: b"\xd0\xcf\x11\xe0rest", "the workbook has a password or the form of Excel 97"),
        (lambda: book(sheets())[:3000], "the workbook is cut off or damaged"),
        (lambda: bomb(250_000_000), "the workbook unpacks from"),
        (lambda: bomb(1000), "the workbook is cut off or damaged"),
        (lambda: book(sheets(), far),
         'the sheet "owners" reaches over 1,048,576 rows and 16,384 columns'),
        (entities, "the workbook is cut off or damaged"),
    ],
    ids=["empty", "password", "cut off", "bomb", "no sheets", "far cell", "entities"],
)  # fmt: skip
def test_a_hostile_workbook_is_one_located_problem(
    made: Callable[[], bytes], said: str, tmp_path: Path
) -> None:
    """It neither ends nor fills the process that reads it."""
    (found,) = refused(tmp_path / "p", map__xlsx=made())
    assert found.startswith(f"map.xlsx: {said}")


def test_a_workbook_of_no_tables_is_left_alone(tmp_path: Path) -> None:
    """A stray budget and our own answers are noted and are no inputs."""

    def mark(workbook: xlsxwriter.Workbook) -> None:
        workbook.set_custom_property("depmap-answers", "plan")

    files = {name.replace(".", "__"): BASE[name] for name in ROWS}
    found = load(tmp_path / "p", budget__xlsx=book({"Q4": [["a"]]}),
                 plan__xlsx=book({"owners": ROWS[OWN]}, mark), **files)  # fmt: skip
    (note,) = found.notes
    assert (note.file, note.rule, note.kind, note.count) == ("p", "not read", "other files", 2)


def test_a_changed_workbook_is_another_state_of_the_folder(tmp_path: Path) -> None:
    """The dashboard follows its save."""
    load(tmp_path / "p", map__xlsx=book(sheets()))
    before = fingerprint(tmp_path / "p")
    (tmp_path / "p" / "map.xlsx").write_bytes(cell_of("owners", 2, "name", "Anna"))
    assert fingerprint(tmp_path / "p") != before


def test_a_workbook_is_not_written_into(tmp_path: Path) -> None:
    """tidy and apply print the cells to change by hand."""
    data = cell_of("owners", 2, "active", "TRUE")
    load(tmp_path / "p", map__xlsx=data)
    with pytest.raises(CannotWrite, match=r"map\.xlsx, sheet owners, row 2, active: yes"):
        tidied(tmp_path / "p")
    arguments = ["apply", str(tmp_path / "p"), "--what-if", "bank:lead_likely_days:12"]
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 1
    assert "p/map.xlsx, sheet prerequisites, row 2, lead_likely_days: 12" in result.stderr
    assert (tmp_path / "p" / "map.xlsx").read_bytes() == data


@slow
def test_twenty_thousand_rows(tmp_path: Path) -> None:
    """In a few seconds, most of it the validation that a CSV file costs too."""
    tables = sheets()
    row = tables["prerequisites"][1]
    tables["prerequisites"] += [[f"x{n}", *row[1:]] for n in range(20_000)]
    data = book(tables)
    started = monotonic()
    found = load(tmp_path / "p", map__xlsx=data)
    assert len(found.tables["prerequisites"]) == 20_005
    assert monotonic() - started < 60  # Far more than it takes, for machines that others share.
