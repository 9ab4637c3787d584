"""CSV text with single cells written anew and rows added; every other character stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from depmap.scenarios.splices import Splices, line_end

_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NEEDS_QUOTES = re.compile(r'^\s|\s$|["\r\n]')


@dataclass
class _Record:
    """One row: its physical line, the spans of its cells as written, and where it ends."""

    line: int
    cells: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0


class CsvCells:
    """The cells of a CSV text by physical line and column name, to be written anew."""

    def __init__(self, text: str) -> None:
        self._text = text
        first = next((line for line in text.splitlines() if line.strip()), "")
        self._delimiter = max(_DELIMITERS, key=_QUOTED.sub("", first).count)
        self._records = self._read()
        header = self._records[0] if self._records else _Record(1)
        names = [self._plain(*span) for span in header.cells]
        self._columns = {name: place for place, name in enumerate(names)}
        self._by_line = {record.line: record for record in self._records}
        self._values: dict[tuple[int, str], str] = {}
        self._added: list[Mapping[str, str]] = []

    def has(self, column: str) -> bool:
        """Whether the header names the column."""
        return column in self._columns

    def set(self, line: int, column: str, value: str) -> None:
        """Write a value; a column that the header lacks is added. KeyError without such a row."""
        self._values[self._by_line[line].line, column] = value

    def add(self, values: Mapping[str, str]) -> None:
        """Add a row at the end; what is not given is empty."""
        self._added.append(values)

    def text(self) -> str:
        """The text with everything that was set and added."""
        names = [column for _, column in self._values]
        names += [name for row in self._added for name, value in row.items() if value]
        new = [name for name in dict.fromkeys(names) if name not in self._columns]
        splices = Splices(self._text)
        for (line, column), value in self._values.items():
            if column in self._columns:
                span = self._by_line[line].cells[self._columns[column]]
                splices.put(*span, self._quoted(value))
        for record in self._records if new else ():
            given = new if record is self._records[0] else [
                self._quoted(self._values.get((record.line, name), "")) for name in new
            ]  # fmt: skip
            splices.put(record.end, record.end, "".join(self._delimiter + cell for cell in given))
        if self._added:
            end, last = line_end(self._text), len(self._text)
            lines = "".join(self._row(values, new) + end for values in self._added)
            splices.put(last, last, lines if self._text.endswith(("\n", "\r")) else end + lines)
        return splices.text()

    def _row(self, values: Mapping[str, str], new: list[str]) -> str:
        return self._delimiter.join(self._quoted(values.get(name, ""))
                                    for name in (*self._columns, *new))  # fmt: skip

    def _quoted(self, value: str) -> str:
        if self._delimiter in value or _NEEDS_QUOTES.search(value):
            return '"' + value.replace('"', '""') + '"'
        return value

    def _plain(self, start: int, end: int) -> str:
        cell = self._text[start:end].strip()
        return cell[1:-1].replace('""', '"').strip() if cell[:1] == '"' else cell

    def _read(self) -> list[_Record]:
        """Every row that is not blank, as csv.reader reads it strictly."""
        records: list[_Record] = []
        at, line, end = 0, 1, len(self._text)
        while at < end:
            record = _Record(line)
            while True:
                start = at
                if self._text[at : at + 1] == '"' and (found := _QUOTED.match(self._text, at)):
                    at = found.end()
                while at < end and self._text[at] not in self._delimiter + "\r\n":
                    at += 1
                record.cells.append((start, at))
                if at < end and self._text[at] == self._delimiter:
                    at += 1
                    continue
                break
            record.end = at
            at += 2 if self._text[at : at + 2] == "\r\n" else 1
            written = self._text[record.cells[0][0] : at]
            line += len(re.findall(r"\r\n|\r|\n", written)) or 1
            if len(record.cells) > 1 or written.strip():
                records.append(record)
        return records
