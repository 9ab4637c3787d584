"""A second reading of input files, written differently, to count and compare rows with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize

import yaml

from depmap.inputs.layout.texts import STANDARD_THEMES
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Column, Table, Value

Row = dict[str, str]


def csv_records(text: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Every record that is not a blank line: the physical line it starts in, and its cells.

    A character machine for RFC 4180; a quote that does not open a cell is an ordinary character.
    """
    line = start = 1
    cells: list[str] = []
    cell: list[str] = []
    state = "start"  # of a cell; else plain, quoted, closed
    previous = ""
    for character in text + "\n":
        is_end = character in "\r\n" and not (character == "\n" and previous == "\r")
        if state == "quoted":
            if character == '"':
                state = "closed"
            else:
                cell.append(character)
        elif character == '"' and state == "closed":
            cell.append(character)
            state = "quoted"
        elif character == '"' and state == "start":
            state = "quoted"
        elif character == separator or is_end:
            cells.append("".join(cell))
            cell, state = [], "start"
            if is_end:
                if len(cells) > 1 or cells[0].strip():
                    yield start, cells
                cells = []
        elif character not in "\r\n":
            cell.append(character)
            state = "plain"
        line += is_end
        if not cells and not cell and state == "start":
            start = line
        previous = character


def _text(data: bytes) -> str:
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def look(text: str) -> str:
    """What is left of a text without capitals, forms, blanks and invisible signs."""
    plain = normalize("NFKC", normalize("NFKC", text).casefold()).casefold()
    return " ".join(re.sub(r"[\u200b-\u200f\u2060-\u2064\u202a-\u202e\u00ad]", "", plain).split())


def _key(text: str) -> str:
    return re.sub(r"[\s_\-\u2010-\u2015]+", "_", look(text)).strip("_")


def csv_rows(table: Table, data: bytes) -> tuple[list[Row], list[int]]:
    """The rows by column, and the lines they start in: by the separator that knows most headers.

    Rows and boxes without content, repeated headers and what stands above the header are no rows.
    """
    fields = {_key(column.field): column for column in table.columns}
    required = {key for key, column in fields.items() if column.required}
    boxes = {key for key, column in fields.items() if column.type == "yes or no"}
    found: list[tuple[int, list[str], list[tuple[int, list[str]]]]] = []
    for separator in ",;\t":
        records = [
            record
            for record in csv_records(_text(data), separator)
            if any(map(str.strip, record[1]))
        ]
        keys = [[_key(cell) for cell in cells] for _, cells in records[:5]]
        at = next((n for n, row in enumerate(keys) if required.issubset(row)), 0)
        if keys:
            found.append((len(fields.keys() & set(keys[at])), keys[at], records[at + 1 :]))
    _, header, records = max(found, key=lambda entry: entry[0])
    rows, lines = [], []
    for line, cells in records:
        by_key = {key: cell for key, cell in zip(header, cells, strict=False) if key}
        content = {key for key, cell in by_key.items() if cell.strip()}
        is_unticked = (
            content
            and content <= boxes
            and all(by_key[key].strip().lower() in ("false", "0") for key in content)
        )
        if content and not is_unticked and [_key(cell) for cell in cells] != header:
            lists = {key: cell for key, cell in by_key.items() if key in _lists(table)}
            named = {fields[key].name: cell for key, cell in by_key.items() if key in fields}
            rows.append(lists | named)
            lines.append(line)
    return rows, lines


def _lists(table: Table) -> dict[str, Table]:
    """The lists that stand in one cell of a row, by their key."""
    return {own.key: own for own in TABLES if own.parent == table.name and own.plain_list}


def listed_rows(table: Table, rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of lists that stand in one cell, one per entry between semicolons."""
    found: dict[str, list[Row]] = {}
    for nested in _lists(table).values():
        owner, entry = (column.name for column in nested.columns)
        found[nested.name] = [
            {owner: row["id"], entry: part}
            for row in rows
            for part in row.get(nested.key, "").split(";")
            if part.strip()
        ]
    return found


def yaml_rows(table: Table, data: bytes) -> dict[str, list[Row]]:
    """The rows of the file's table and of those nested in it, by PyYAML's own constructors.

    The pure Python parser refuses some tabs that YAML allows; then the C parser reads.
    """
    text = _text(data)
    try:
        content = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        content = yaml.load(text, Loader=yaml.CBaseLoader)
    rows: dict[str, list[Row]] = {own.name: [] for own in TABLES if own.file == table.file}
    if content is None:
        assert table.name == "themes"
        content = yaml.safe_load(STANDARD_THEMES.read_text())
    for entry in [content] if table.one_row else content:
        _collect(table, entry, {}, 1, rows)
    return rows


def _collect(
    table: Table, entry: Any, parent: Row, position: int, rows: dict[str, list[Row]]
) -> None:
    row: Row = {}
    for column in table.columns:
        if column.parent:
            row[column.name] = parent[column.parent]
        elif column.type == "position":
            row[column.name] = str(position)
        elif table.plain_list:
            row[column.name] = entry
        else:
            value: Any = entry
            for key in column.field.split("."):
                value = _under(key, value)
            row[column.name] = value
    rows[table.name].append(row)
    for nested in TABLES:
        if nested.parent == table.name and not table.plain_list:
            for place, below in enumerate(_under(nested.key, entry) or [], start=1):
                _collect(nested, below, row, place, rows)


def _under(key: str, entry: Any) -> Any:
    """The value of a key in whatever look it was typed."""
    if not isinstance(entry, Mapping):
        return ""
    return next((value for typed, value in entry.items() if _key(typed) == _key(key)), "")


_NOBODY = {
    "tbd", "tbc", "tba", "n/a", "none", "-", "--", "\u2013", "\u2014", "?", "??", "unassigned",
    "nobody", "unknown",
}  # fmt: skip
_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}


def means(column: Column, text: str, value: Value, names: Mapping[str, set[str]]) -> bool:
    """Whether the loaded value is what the text says, and nothing else.

    names: the looks by which each id may be called. From the value all forms are made that may
    stand for it, so nothing is parsed the way the product parses it.
    """
    word = text.strip("\u200b\u2060 \t\r\n").strip()
    if not word or (value is None and look(word) in _NOBODY and not column.required):
        return value == column.default
    if isinstance(value, bool):
        yes, no = ("yes", "true", "y", "1", "on", "x"), ("no", "false", "n", "0", "off")
        return look(word) in (yes if value else no)
    if isinstance(value, int | float):
        return _number(column, look(word)) == Decimal(str(value))
    if isinstance(value, date):
        return look(word) in _days(value, column.type == "date or quarter", column.first_day)
    if column.type == "colour":
        return value == word.lower()
    if column.type == "reference":
        return value == word or look(word) in names.get(str(value), set()) | {look(str(value))}
    if column.type == "choice":
        return _key(word) == _key(str(value))
    if column.name in ("any_of", "chosen"):
        return look(word) == look(str(value))
    return value == word or (word[:1] == "'" and value == word[1:].strip())


def _number(column: Column, word: str) -> Decimal | None:
    if word.endswith("%"):
        inner = _number(column, word[:-1].strip())
        return None if inner is None else inner / 100
    match = re.fullmatch(r"(.*?) ?(d|w|m|y)[a-z]*", word)
    if match and "days" in column.unit:
        inner = _number(column, match[1])
        if inner is None:
            return None
        if match[2] == "m" and inner % 12 == 0:
            return inner / 12 * 365
        return inner * _UNITS[match[2]]
    if re.fullmatch(r"-?\d*,\d+", word):
        word = word.replace(",", ".")
    elif word.count(",") + word.count("'") + word.count(" ") >= 1:
        word = re.sub(r"[ ',](?=\d{3})", "", word)
    try:
        return Decimal(word)
    except InvalidOperation:
        return None


def _days(day: date, periods: bool, starts: bool) -> set[str]:
    """Every way to write the day that has this one meaning."""
    year, month, number = day.year, day.month, day.day
    months, days = {str(month), f"{month:02d}"}, {str(number), f"{number:02d}"}
    month_names = {day.strftime("%b").lower(), day.strftime("%B").lower()}
    forms = {f"{year}{sign}{m}{sign}{d}" for sign in "-/." for m in months for d in days}
    forms |= {f"{d}.{m}.{year}" for m in months for d in days}
    if number > 12 or number == month:
        forms |= {f"{d}{sign}{m}{sign}{year}" for sign in "-/" for m in months for d in days}
        forms |= {f"{m}{sign}{d}{sign}{year}" for sign in "-/" for m in months for d in days}
    forms |= {f"{d}{sign}{m}{sign}{year}" for sign in " -" for m in month_names for d in days}
    forms |= {f"{m} {d}{sign} {year}" for sign in ("", ",") for m in month_names for d in days}
    forms |= {f"{form}{time}" for form in forms for time in (" 00:00", " 00:00:00", "t00:00:00")}
    is_last = (day + timedelta(days=1)).day == 1
    if periods and is_last:
        forms |= {f"{year}-{m}" for m in months} | {f"{m} {year}" for m in month_names}
        if month % 3 == 0:
            quarter = month // 3
            forms |= {f"{year}-q{quarter}", f"q{quarter} {year}", f"{year} q{quarter}"}
        if month == 12:
            forms.add(str(year))
    if starts and number == 1:
        forms |= {f"{year}-{m}" for m in months} | {f"{m} {year}" for m in month_names}
        quarter = (month + 2) // 3
        if month % 3 == 1:
            forms |= {f"{year}-q{quarter}", f"q{quarter} {year}", f"{year} q{quarter}"}
        if month == 1:
            forms.add(str(year))
    return forms
