"""Whether ids are unique and every reference names something that exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

from depmap.inputs.text_rows import TextRows, Texts, shared, tables_of
from depmap.portfolio.expected import expected
from depmap.portfolio.looks import fold, look
from depmap.portfolio.problem import Problems, located, nearest, quoted
from depmap.portfolio.table import ACROSS, ID_TABLES, Column
from depmap.portfolio.typed import Others

# A reference that is wrong in so many rows was not misspelt there.
MISSED_OFTEN = 3
_BETWEEN_OWNERS = re.compile(r"[/,;&+]| and ")


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
            where = located(other.file, other.line_of(other_row, "id"))
            found = f"the id {quoted(text)} is used again"
            expected_words = f"each id once; the first is in {where}"
            if text != earlier:
                found = f"the id {quoted(text)} looks like {quoted(earlier)}"
                expected_words = f"ids that a reader can tell apart; see {where}"
            place = (rows.file, rows.line_of(row, "id"), "id")
            is_copy = other is rows and all(
                values[row] == values[other_row] for values in rows.columns.values()
            )
            fix = "The rows are identical: delete one." if is_copy else "Rename one of the two."
            problems.add(*place, found, expected_words, fix)


def known_ids(texts: Texts) -> dict[str, set[str] | None]:
    """The ids that a reference may hold, by what it refers to; None where a file is unreadable."""
    return {space: _known_ids(tables_of(texts, space)) for space in ID_TABLES}


def check_references(
    texts: Texts,
    problems: Problems,
    known: Mapping[str, set[str] | None] | None = None,
    others: Others | None = None,
) -> None:
    """Every reference is the id of a row, or a word that its column allows.

    known: where the texts are not all rows, the `known_ids` of all. others: the workspace that the
    portfolio is read in; outside of one, no row names an item of another portfolio.
    """
    if known is None:
        _check_owners_file(texts, problems)
        known = known_ids(texts)
    for space, ids in known.items():
        if ids is None:
            continue
        cells = [
            (rows, column)
            for rows in texts.values()
            for column in (rows.table.columns if rows is not None else ())
            if rows is not None and not rows.table.adds_to
            if column.refers_to == space and not column.parent
        ]
        used: set[str] = set()
        for rows, column in cells:
            used.update(rows.columns[column.name])
        if not used.difference(ids, [""]) and not any(ACROSS in text for text in used):
            continue
        unknown = Counter[str]()
        for rows, column in cells:
            values = rows.columns[column.name]
            unknown.update(
                text for text in values if text and text not in ids and ACROSS not in text
            )
        new = _renamed(unknown, ids.difference(used))
        for rows, column in cells:
            _check_column(texts, rows, column, ids, new, problems)
            _check_across(rows, column, ids, others, problems)


def _renamed(unknown: Counter[str], unused: set[str]) -> dict[str, str]:
    """Ids that many rows miss, and the one id that no row refers to: probably the new name."""
    missed = [text for text, count in unknown.items() if count >= MISSED_OFTEN]
    if len(missed) == 1 and len(unused) == 1:
        return dict.fromkeys(missed, next(iter(unused)))
    near = {text: nearest(text, unused) for text in missed[:MISSED_OFTEN]}
    return {text: new for text, new in near.items() if new}


def named_owners(texts: Texts) -> set[str]:
    """The owners that cells name, whether or not there is a row of them."""
    return {
        text
        for rows in texts.values()
        for column in (rows.table.columns if rows is not None else ())
        if column.refers_to == "owner" and rows is not None
        for text in rows.columns[column.name]
        if text
    }


def _check_owners_file(texts: Texts, problems: Problems) -> None:
    """Owners that are named while there is no file of them: one problem, not one a cell."""
    owners = texts["owners"]
    if owners is None or not owners.is_absent or shared("owners") in texts:
        return
    named = named_owners(texts)
    # Their references are unknown only because the file is.
    owners.loose_ids |= named
    if named:
        count = f"{len(named)} owner{'s are' if len(named) > 1 else ' is'}"
        found = f"the file is missing, and {count} named"
        fix = "Add it, or let depmap tidy write it, with empty capacity."
        problems.add(owners.file, 0, "", found, "a file with a line for each of them", fix)


def _known_ids(tables: Iterable[TextRows | None]) -> set[str] | None:
    """The ids of the tables, or None when one of them could not be read in full."""
    ids: set[str] = set()
    for rows in tables:
        if rows is None or "id" in rows.missing_columns:
            return None
        ids.update(rows.columns["id"])
    ids.discard("")
    return ids


def _check_column(
    texts: Texts,
    rows: TextRows,
    column: Column,
    ids: set[str],
    renamed: Mapping[str, str],
    problems: Problems,
) -> None:
    values = rows.columns[column.name]
    strange = set(values).difference(ids, column.allowed)
    if not column.across:
        strange.update(text for text in ids.intersection(values) if ACROSS in text)
    unknown = {text for text in strange if text and not (column.across and ACROSS in text)}
    if not unknown:
        return
    tables = tables_of(texts, column.refers_to)
    # Their rows are there, and have a problem of their own.
    loose = {id for table in tables if table is not None for id in table.loose_ids}
    home = texts[ID_TABLES[column.refers_to][-1]]
    new = f"If it is new, add it to {home.file}." if home is not None else ""
    near = [*ids, *column.allowed]
    advice: dict[str, str] = {}
    for row, text in enumerate(values):
        if text not in unknown or (row, column.name) in rows.reported:
            continue
        if text not in advice:
            advice[text] = (
                _several(text, column, ids)
                or _without_zeros(text, ids)
                or (text in renamed and f"Was it renamed to {quoted(renamed[text])}?")
                or f"{problems.suggest(text, near)} {new}".strip()
            )
        place = (rows.file, rows.line_of(row, column.name), rows.field(column))
        found = f"no {column.refers_to} is called {quoted(text)}"
        problems.add(*place, found, expected(column), advice[text], follows=text in loose)


def _check_across(
    rows: TextRows, column: Column, ids: set[str], others: Others | None, problems: Problems
) -> None:
    """What names an item of another portfolio names one that is there."""
    if not column.across:
        return
    wrong: dict[str, tuple[str, str, str] | None] = {}
    for row, text in enumerate(rows.columns[column.name]):
        if ACROSS not in text or text in ids or (row, column.name) in rows.reported:
            continue
        if text not in wrong:
            wrong[text] = _wrong_across(text, others, problems)
        if reason := wrong[text]:
            problems.add(rows.file, rows.line_of(row, column.name), rows.field(column), *reason)


def _wrong_across(
    text: str, others: Others | None, problems: Problems
) -> tuple[str, str, str] | None:
    """Found, expected and fix where no other portfolio has such an item."""
    if others is None:
        found = f"{quoted(text)} is an item of another portfolio, and this folder is read alone"
        fix = "List both folders in a workspace.yaml: depmap build --workspace DIR --out LAKE."
        return found, "an item of this folder, or a workspace", fix
    home, _, item = text.partition(ACROSS)
    if home == others.own:
        found = f"{quoted(text)} is an item of this portfolio itself"
        return found, "its id alone", f"Write {quoted(item)}."
    if home not in others.items:
        found = f"no portfolio of the workspace is called {quoted(home)}"
        names = [name for name in others.items if name != others.own]
        fix = problems.suggest(home, names, "Add it to workspace.yaml, or correct the name.")
        return found, f"portfolio{ACROSS}item", fix
    known = others.items[home]
    if known is None or item in known:
        return None
    found = f"the portfolio {quoted(home)} has no item {quoted(item)}"
    fix = problems.suggest(
        text, [f"{home}{ACROSS}{one}" for one in known], "Ask that team for the id."
    )
    return found, "the id of a direction or prerequisite of that portfolio", fix


def _several(text: str, column: Column, ids: set[str]) -> str:
    """What to do when a cell holds several owners, or ""."""
    looks = {fold(id) for id in ids}
    parts = [fold(part) for part in _BETWEEN_OWNERS.split(text)]
    if column.refers_to != "owner" or len(parts) < 2 or not looks.intersection(parts):
        return ""
    return "Name one owner; put the other into notes."


def _without_zeros(text: str, ids: set[str]) -> str:
    """What to do when a spreadsheet took an id for a number, or ""."""
    if not text.isdecimal():
        return ""
    fits = [
        id for id in ids if id.isdecimal() and id != text and id.lstrip("0") == text.lstrip("0")
    ]
    if len(fits) != 1:
        return ""
    return f"Did you mean {quoted(fits[0])}? Excel drops zeros: format the column as text."
