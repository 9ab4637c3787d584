"""A file's text with some of its values replaced; every other character stays.

For whoever writes into files that people keep: quoting, separators, comments, line ends and
columns nobody knows are theirs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from depmap.inputs.syntax.separators import COMMAS, Dialect

Span = tuple[int, int]

_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# What no YAML reader takes for anything but text, in lists and mappings of either style.
_PLAIN_YAML = re.compile(r"[^\W_][\w.+/()-]*(?: [\w.+/()-]+)*")
_NULL_WORDS = ("null", "~")


def write_csv_cells(
    text: str, changes: Mapping[tuple[int, int], str], dialect: Dialect = COMMAS
) -> str:
    """The CSV text with other values in the given cells.

    changes: value by the physical line in which the row starts, from 1, and the column, from 0.
    A cell that was quoted stays so; another one is when its new value needs it. Raises KeyError
    for a row or column that the text does not have.
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    by_row: dict[int, dict[int, str]] = {}
    for (line, column), value in changes.items():
        by_row.setdefault(line, {})[column] = value
    spans: dict[Span, str] = {}
    for line, values in by_row.items():
        if not 1 <= line <= len(starts):
            raise KeyError((line, 0))
        cells = list(_cells(text, starts[line - 1], dialect.separator))
        if dialect.is_wrapped:
            start, end = cells[0]
            inner = write_csv_cells(
                text[start + 1 : end - 1].replace('""', '"'),
                {(1, column): value for column, value in values.items()},
            )
            spans[start, end] = _in_quotes(inner)
            continue
        for column, value in values.items():
            if column >= len(cells):
                raise KeyError((line, column))
            spans[cells[column]] = _csv_value(text, cells[column], value, dialect.separator)
    return _replaced(text, spans)


def write_yaml_scalars(text: str, changes: Mapping[Span, str]) -> str:
    """The YAML text with other values in the places of the given scalars, their quotes included.

    Quotes of either kind are kept, and set where the new value needs them.
    """
    return _replaced(
        text, {span: _yaml_value(text[span[0] : span[1]], value) for span, value in changes.items()}
    )


def _replaced(text: str, spans: Mapping[Span, str]) -> str:
    parts: list[str] = []
    done = 0
    for (start, end), value in sorted(spans.items()):
        parts += [text[done:start], value]
        done = end
    return "".join([*parts, text[done:]])


def _cells(text: str, place: int, separator: str) -> Iterator[Span]:
    """Where the cells of the row stand that begins at a place, their quotes included."""
    plain = re.compile(f"[^{re.escape(separator)}\r\n]*")
    while True:
        match = _QUOTED.match(text, place) or plain.match(text, place)
        assert match is not None  # The plain form fits everywhere.
        yield match.span()
        place = match.end() + 1
        if text[match.end() : place] != separator:
            return


def _csv_value(text: str, span: Span, value: str, separator: str) -> str:
    was_quoted = text[span[0] : span[0] + 1] == '"'
    needs_quotes = value != value.strip() or any(sign in value for sign in (separator, *'"\r\n'))
    return _in_quotes(value) if was_quoted or needs_quotes else value


def _in_quotes(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _yaml_value(old: str, value: str) -> str:
    if old[:1] == "'" and not _LINE_END.search(value):
        return "'" + value.replace("'", "''") + "'"
    is_plain = _PLAIN_YAML.fullmatch(value) and value.casefold() not in _NULL_WORDS
    if is_plain and old[:1] not in ('"', "|", ">"):
        return value
    # The text of a block reaches to the end of its last line.
    end = "\n" if old[:1] in ("|", ">") and old.endswith("\n") else ""
    return json.dumps(value, ensure_ascii=False) + end
