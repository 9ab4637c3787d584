"""The cells of a workbook as JSON on stdout. A program of its own: what reads can be ended.

Run by `workbook.read_book` with the bytes on stdin. A hostile workbook of 2 KB can end the process
that reads it; here that is this one, which has little memory and nothing to lose. It imports
nothing more of depmap than its limits, so that it starts quickly.
"""

import io
import json
import posixpath
import re
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from defusedxml import ElementTree
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from depmap.inputs.syntax.apart import limit

MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 200
MAX_CELLS = 2_000_000
EXPORT_MARK = b"depmap-answers"

_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*\bhidden=["'](?:1|true)["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RECALCULATES = re.compile(rb"""fullCalcOnLoad=["'](?:1|true)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Oddities = dict[tuple[int, int], dict[str, str]]


class Refused(Exception):
    """Found and fix, for a workbook that is not read."""


def read(data: bytes) -> dict[str, Any]:
    """What `workbook.read_book` makes a Book of. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise Refused("the workbook is cut off or damaged", "Save it again.") from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(len(data), 1):
        found = f"the workbook unpacks from {len(data):,} to {unpacked:,} bytes"
        raise Refused(found, "Keep the input sheets only, and save it again.")
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(data))
        # Formulas of .ods carry their values; only .xlsx has cells that are not what they show.
        parts = _sheet_parts(archive) if "xl/workbook.xml" in archive.namelist() else {}
        recalculates = bool(parts) and bool(_RECALCULATES.search(archive.read("xl/workbook.xml")))
        sheets = []
        for at, about in enumerate(workbook.sheets_metadata):
            xml = archive.read(parts[about.name]) if about.name in parts else b""
            _check_extent(about.name, xml)
            sheet = workbook.get_sheet_by_index(at)
            rows, merged = _rows(sheet, _oddities(xml, recalculates)), []
            with suppress(CalamineError):  # .ods tells no merged cells.
                merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
            hidden = {"is_hidden": about.visible != SheetVisibleEnum.Visible,
                      "hidden_rows": len(_HIDDEN_ROW.findall(xml))}  # fmt: skip
            sheets.append({"name": about.name, "rows": rows, "merged": merged, **hidden})
    except PasswordError as error:
        raise Refused("the workbook has a password", "Save it without one.") from error
    except Refused:
        raise
    except Exception as error:
        raise Refused("the workbook is cut off or damaged", "Save it again.") from error
    return {"sheets": sheets, "is_export": _is_export(archive)}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where in the archive of an .xlsx each sheet stands, by its name."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = {}
    for sheet in (node for node in book.iter() if node.tag.endswith("}sheet")):
        target = targets.get(sheet.get(_RELATION), "")
        whole = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if whole in archive.namelist():
            parts[sheet.get("name", "")] = whole
    return parts


def _check_extent(sheet: str, xml: bytes) -> None:
    """A table is laid out from its first cell to its last, so a far cell is as dear as a full one.

    Without this a workbook with two cells ends the process.
    """
    rows = columns = 0
    for letters, digits in _REFERENCE.findall(xml):
        rows, columns = max(rows, int(digits)), max(columns, _column(letters) + 1)
    if rows * columns > MAX_CELLS:
        found = f'the sheet "{sheet}" reaches over {rows:,} rows and {columns:,} columns'
        raise Refused(found, "Delete the empty rows and columns below and right of the table.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _oddities(xml: bytes, recalculates: bool) -> Oddities:
    """Errors, and formulas whose value is not there, by row and column from 0.

    calamine gives an empty cell or 0 for them.
    """
    found: Oddities = {}
    if not (_FORMULA.search(xml) or _ERROR.search(xml)):
        return found
    for match in _CELL.finditer(xml):
        head, body = match[1], match[2] or b""
        place = _REFERENCE.search(head)
        if not place:
            continue
        key, value = (int(place[2]) - 1, _column(place[1])), _VALUE.search(body)
        if _ERROR.search(head):
            found[key] = {"error": value[1].decode(errors="replace") if value else "#N/A"}
        elif _FORMULA.search(body) and (recalculates or not value):
            found[key] = {"formula": ""}
    return found


def _rows(sheet: Any, odd: Oddities) -> list[list[Any]]:
    """Every row from the first of the sheet on, without the empty cells at its end."""
    if (sheet.total_height or 0) * (sheet.total_width or 0) > MAX_CELLS:
        found = f'the sheet "{sheet.name}" has {sheet.total_height:,} rows'
        raise Refused(found, f"Keep at most {MAX_CELLS:,} cells.")
    rows = [list(map(_written, row)) for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), value in odd.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = value
    for cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.time() == time():
            return {"date": value.date().isoformat()}
        return {"time": value.isoformat(sep=" ")}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return {"time": str(value)}
    return value


def _is_export(archive: zipfile.ZipFile) -> bool:
    """Whether the properties of the document say that we wrote it as answers."""
    about = [
        name
        for name in archive.namelist()
        if name.startswith("docProps/") or name in ("meta.xml", "settings.xml")
    ]
    return any(EXPORT_MARK in archive.read(name) for name in about)


def main() -> None:
    """Read stdin, write stdout."""
    limit()
    try:
        answer = read(sys.stdin.buffer.read())
    except Refused as error:
        answer = {"refused": error.args}
    except MemoryError:
        sys.exit(1)
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
