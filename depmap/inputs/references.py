"""Whether ids are unique and every reference names something that exists."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from depmap.inputs.text_rows import TextRows
from depmap.portfolio.expected import expected
from depmap.portfolio.looks import look
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.table import ID_TABLES, Column

Texts = dict[str, TextRows | None]


def check_ids(texts: Texts, problems: Problems) -> None:
    """Each id once in its table, and once over directions and prerequisites together."""
    together = ID_TABLES["item"]
    for names in (together, *((name,) for name in texts if name not in together)):
        tables = [
            rows
            for name in names
            if (rows := texts.get(name)) is not None
            and "id" in rows.columns
            and not rows.table.adds_to
        ]
        looks = [[look(text) for text in rows.columns["id"]] for rows in tables]
        if len(set(chain(*looks))) < sum(map(len, looks)):
            _report_repeated(tables, looks, problems)


def _report_repeated(tables: list[TextRows], looks: list[list[str]], problems: Problems) -> None:
    first: dict[str, tuple[TextRows, int]] = {}
    for rows, own in zip(tables, looks, strict=True):
        for row, seen in enumerate(own):
            other, other_row = first.setdefault(seen, (rows, row))
            if not seen or (other is rows and other_row == row):
                continue
            text, earlier = rows.columns["id"][row], other.columns["id"][other_row]
            where = f"{other.file} line {other.line_of(other_row, 'id')}"
            found = f"the id {quoted(text)} is used again"
            expected_words = f"each id once; the first is in {where}"
            if text != earlier:
                found = f"the id {quoted(text)} looks like {quoted(earlier)}"
                expected_words = f"ids that a reader can tell apart; see {where}"
            place = (rows.file, rows.line_of(row, "id"), "id")
            problems.add(*place, found, expected_words, "Rename one of the two.")


def known_ids(texts: Texts) -> dict[str, set[str] | None]:
    """The ids that a reference may hold, by what it refers to; None where a file is unreadable."""
    return {space: _known_ids(texts, names) for space, names in ID_TABLES.items()}


def check_references(
    texts: Texts, problems: Problems, known: Mapping[str, set[str] | None] | None = None
) -> None:
    """Every reference is the id of a row, or a word that its column allows.

    known: where the texts are not all rows, the `known_ids` of all.
    """
    known = known_ids(texts) if known is None else known
    for rows in texts.values():
        if rows is None or rows.table.adds_to:
            continue
        for column in rows.table.columns:
            ids = known.get(column.refers_to)
            if column.refers_to and ids is not None and not column.parent:
                _check_column(texts, rows, column, ids, problems)


def _known_ids(texts: Texts, names: tuple[str, ...]) -> set[str] | None:
    """The ids of the tables, or None when one of them could not be read in full."""
    ids: set[str] = set()
    for name in names:
        rows = texts[name]
        if rows is None or "id" in rows.missing_columns:
            return None
        ids.update(rows.columns["id"], rows.loose_ids)
    ids.discard("")
    return ids


def _check_column(
    texts: Texts, rows: TextRows, column: Column, ids: set[str], problems: Problems
) -> None:
    values = rows.columns[column.name]
    strange = set(values).difference(ids, column.allowed)
    # Blanks around a reference are another problem, reported with the conversion.
    unknown = {text for text in strange if text and text == text.strip()}
    if not unknown:
        return
    home = texts[ID_TABLES[column.refers_to][-1]]
    new = f"If it is new, add it to {home.file}." if home is not None else ""
    near = [*ids, *column.allowed]
    advice: dict[str, str] = {}
    for row, text in enumerate(values):
        if text not in unknown:
            continue
        if text not in advice:
            advice[text] = f"{problems.suggest(text, near)} {new}".strip()
        place = (rows.file, rows.line_of(row, column.name), rows.field(column))
        found = f"no {column.refers_to} is called {quoted(text)}"
        problems.add(*place, found, expected(column), advice[text])
