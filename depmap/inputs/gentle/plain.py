"""The texts of a folder in their plain form, every other form noted.

A cell is read by the first line that fits: exactly as the schema says; as the one id, word or name
that is equal but for its look; as a word for nobody. What has two meanings is a problem with both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from depmap.inputs.gentle import dates, numbers, words
from depmap.inputs.gentle.names import Names
from depmap.inputs.text_rows import TextRows, Texts
from depmap.portfolio.convert import Unfit
from depmap.portfolio.expected import expected
from depmap.portfolio.looks import fold, trimmed
from depmap.portfolio.problem import ODD, READ_AS, Problems, quoted
from depmap.portfolio.table import ID_TABLES, Column

BLANKS, WORDS, IDS, DATES, NUMBERS = "blanks around values", "words", "ids", "dates", "numbers"
NOBODY, GROUPS, GUARDS = "nobody and nothing yet", "names of groups", "guarded formulas"

_GUARDED = re.compile(r"'\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    return trimmed(text[1:]) if _GUARDED.match(text) else text


def make_plain(texts: Texts, problems: Problems, order: str = "") -> None:
    """Put the plain form of every cell in its place and remember it as an edit.

    order: which of month and day stands first in dates that leave it open; else settings.yaml says.
    """
    known = {space: Names(texts, space) for space in ID_TABLES}
    order = order or _order_of(texts)
    tables = [rows for rows in texts.values() if rows is not None]
    open_points = {rows.file for rows in tables if _has_other_points(rows)}
    for rows in tables:
        for column in rows.table.columns:
            if column.parent:
                rows.columns[column.name] = list(map(trimmed, rows.columns[column.name]))
            elif column.is_typed and column.name not in rows.missing_columns:
                form = _form(rows, column, known, rows.file in open_points, order)
                _apply(rows, column, form, problems)
    for name in ("dependencies", "decision_picks", "route_pins"):
        _join_groups(texts["dependencies"], texts[name], problems)
    _join_chosen(texts["decisions"], texts["decision_options"], problems)
    _find_odd(tables, known, problems)


def _order_of(texts: Texts) -> str:
    rows = texts["settings"]
    for text in rows.columns["dates"] if rows is not None else ():
        for column in rows.table.columns if rows is not None else ():
            if column.name == "dates":
                return words.plain_choice(trimmed(text), column)
    return ""


def _has_other_points(rows: TextRows) -> bool:
    """Whether the file shows that its decimal point may be a comma."""
    if rows.csv is not None and rows.csv.dialect.separator == ";":
        return True
    columns = [
        column for column in rows.table.typed_columns if column.type in ("number", "whole number")
    ]
    return any(
        "," in text and numbers.has_decimal_comma(text)
        for column in columns
        for text in set(rows.columns[column.name])
    )


@dataclass(frozen=True)
class _Form:
    """How the cells of a column are read.

    is_plain: whether a text is exactly as the schema says. read: its plain form, for others. kind:
    what to call those that were read otherwise.
    """

    is_plain: Callable[[str], object]
    read: Callable[[str], str]
    kind: str


def _form(
    rows: TextRows, column: Column, known: dict[str, Names], points_are_open: bool, order: str
) -> _Form:
    texts = rows.columns[column.name]
    what = expected(column)
    match column.type:
        case "choice":
            is_plain = frozenset(column.allowed).__contains__
            return _Form(is_plain, lambda text: words.plain_choice(text, column), WORDS)
        case "yes or no":
            beside_empty = not all(map(str.strip, texts))
            return _Form(
                ("yes", "no").__contains__,
                lambda text: words.plain_yes_or_no(text, column, beside_empty),
                WORDS,
            )
        case "reference":
            names = known[column.refers_to]
            is_plain = names.ids.union(column.allowed).__contains__
            return _Form(is_plain, lambda text: _reference(text, column, names, what), IDS)
        case "date" | "date or quarter":
            check = _slash_check(texts, what, order)
            read = lambda text: _date(text, column, what, order, check)  # noqa: E731
            return _Form(_PLAIN_DATE.fullmatch, read, DATES)
        case "whole number" | "number":
            return _Form(
                lambda text: numbers.is_plain(text, column, points_are_open),
                lambda text: numbers.plain_number(text, column, points_are_open),
                NUMBERS,
            )
        case _:
            return _Form(
                str.isalnum if column.takes_nobody else _is_free_text,
                lambda text: "" if _is_nobody(text, column) else text,
                "",
            )


def _is_free_text(text: str) -> bool:
    """Whether nothing around a text, and nothing at its start, has to be looked at."""
    return text.isascii() and text[0] not in "#'" and text == text.strip()


def _reference(text: str, column: Column, names: Names, what: str) -> str:
    if text in column.allowed:
        return text
    fitting = names.fitting(text, what)
    if fitting in names.ids:
        return fitting
    return "" if _is_nobody(text, column) else words.plain_choice(text, column)


def _date(text: str, column: Column, what: str, order: str, check: Callable[[str], None]) -> str:
    if _is_nobody(text, column):
        return ""
    check(text)
    ends: dates.End = "last" if column.type == "date or quarter" else ""
    return dates.plain_date(text, what, "first" if column.first_day else ends, order)


def _is_nobody(text: str, column: Column) -> bool:
    return column.takes_nobody and words.is_nobody(text)


def _slash_check(texts: Iterable[str], what: str, order: str) -> Callable[[str], None]:
    """Raises Unfit for dates with slashes where some have the day first and some the month."""
    distinct = {trimmed(text) for text in texts if "/" in text or "-" in text}
    orders = {dates.slash_order(text): text for text in sorted(distinct)}
    if order:
        orders.update((order, text) for text in sorted(distinct) if dates.is_open(text))
    orders.pop("", None)

    def check(text: str) -> None:
        if len(orders) > 1 and (dates.slash_order(text) or dates.is_open(text)):
            both = " and ".join(f"{quoted(text)} ({which})" for which, text in orders.items())
            fix = "Write year, month and day, as in 2027-03-31."
            raise Unfit(f"the column mixes {both}", what, fix)

    return check


def _apply(rows: TextRows, column: Column, form: _Form, problems: Problems) -> None:
    """Read every distinct text of a column once, and put what it is where it stands."""
    texts = rows.columns[column.name]
    changed: dict[str, tuple[str, str]] = {}
    refused: dict[str, Unfit] = {}
    for text in [text for text in set(texts) if text and not form.is_plain(text)]:
        word, kind = trimmed(text), BLANKS
        if not word:
            continue
        try:
            words.refuse_error(word, expected(column))
            if rows.csv is not None and (bare := unguarded(word)) != word:
                word, kind = bare, GUARDS
            plain = word if form.is_plain(word) else form.read(word)
            if plain != word:
                kind = form.kind if plain else NOBODY
        except Unfit as reason:
            refused[text] = reason.with_traceback(None)
            continue
        # The line end of a block of text in YAML is no blank that anybody typed.
        if plain != (text if rows.csv is not None else text.rstrip("\n")):
            changed[text] = plain, kind
        elif plain != text:
            changed[text] = plain, ""
    if changed:
        _put(rows, column, changed, problems)
    for row, text in enumerate(texts) if refused else ():
        if unfit := refused.get(text):
            place = (rows.file, rows.line_of(row, column.name), rows.field(column))
            problems.add(*place, unfit.found, unfit.expected, unfit.fix)
            rows.reported.add((row, column.name))


def _put(
    rows: TextRows, column: Column, changed: dict[str, tuple[str, str]], problems: Problems
) -> None:
    texts = rows.columns[column.name]
    rows.columns[column.name] = [changed[text][0] if text in changed else text for text in texts]
    for row, text in enumerate(texts):
        if text not in changed:
            continue
        plain, kind = changed[text]
        if kind:
            rows.edits[row, column.name] = plain
            note = f"{rows.field(column)} {quoted(text)} → {quoted(plain) if plain else 'empty'}"
            line = rows.line_of(row, column.name)
            problems.notes.add(READ_AS, rows.file, kind, line, note)


def _join_groups(dependencies: TextRows | None, rows: TextRows | None, problems: Problems) -> None:
    """Names of one item's groups that differ only by their look are one, as first written."""
    if dependencies is None or rows is None:
        return
    first: dict[tuple[str, str], str] = {}
    written: set[tuple[str, str]] = set()
    for item, group in zip(
        dependencies.columns["item"], dependencies.columns["any_of"], strict=True
    ):
        if group:
            first.setdefault((item, fold(group)), group)
        written.add((item, group))
    groups = rows.columns["any_of"]
    for row, (item, group) in enumerate(zip(rows.columns["item"], groups, strict=True)):
        plain = first.get((item, fold(group)), group) if group else group
        if plain == group or (rows is not dependencies and (item, group) in written):
            continue
        if groups is rows.columns["any_of"]:
            rows.columns["any_of"] = list(groups)
        rows.columns["any_of"][row] = plain
        rows.edits[row, "any_of"] = plain
        note = f"{quoted(group)} → {quoted(plain)}"
        problems.notes.add(READ_AS, rows.file, GROUPS, rows.line_of(row, "any_of"), note)


def _join_chosen(decisions: TextRows | None, options: TextRows | None, problems: Problems) -> None:
    """The chosen option by its name in another look."""
    if decisions is None or options is None:
        return
    names: dict[tuple[str, str], list[str]] = {}
    for decision, name in zip(options.columns["decision"], options.columns["name"], strict=True):
        names.setdefault((decision, fold(name)), []).append(name)
    chosen = list(decisions.columns["chosen"])
    for row, (decision, name) in enumerate(zip(decisions.columns["id"], chosen, strict=True)):
        fits = names.get((decision, fold(name)), [])
        if name and len(fits) == 1 and fits != [name]:
            decisions.columns["chosen"] = chosen
            chosen[row] = decisions.edits[row, "chosen"] = fits[0]
            line, note = decisions.line_of(row, "chosen"), f"{quoted(name)} → {quoted(fits[0])}"
            problems.notes.add(READ_AS, decisions.file, WORDS, line, note)


def _find_odd(tables: list[TextRows], known: dict[str, Names], problems: Problems) -> None:
    """What has one meaning and still looks like a slip."""
    for rows in tables:
        for row, id in enumerate(rows.columns.get("id", ())):
            if id[:1].isdecimal() and words.is_eaten(id):
                line = rows.line_of(row, "id")
                kind = "ids like those that a spreadsheet makes of a number or a date"
                problems.notes.add(ODD, rows.file, kind, line, quoted(id))
        if rows.table.name == "owners":
            for id in known["owner"].nobodies():
                problems.notes.add(ODD, rows.file, "owners that read as nobody", 0, quoted(id))
        for column in rows.table.typed_columns:
            if column.type != "reference":
                continue
            odd = known[column.refers_to].that_are_names
            for row, text in enumerate(rows.columns[column.name]) if odd else ():
                if text in odd:
                    line = rows.line_of(row, column.name)
                    kind = "ids that are also the name of another row"
                    problems.notes.add(ODD, rows.file, kind, line, quoted(text))
