"""A portfolio under a scenario, checked as a folder is: all of it fits, or nothing is applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from depmap.inputs.checks import check_meaning
from depmap.inputs.references import check_ids, check_references, known_ids
from depmap.inputs.text_rows import TextRows, Texts
from depmap.portfolio.change import Change, InvalidScenario, Refusal
from depmap.portfolio.draft import Cell, typed_text
from depmap.portfolio.overlay import Overlay, overlay
from depmap.portfolio.problem import InvalidPortfolio, Problem, Problems
from depmap.portfolio.scenario import change_at, rows_of, scenarios_of, with_rows
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Value
from depmap.portfolio.things import Things
from depmap.portfolio.typed import FOREIGN_ITEMS, Portfolio, Rows

# The rows that checks of other tables look into, so they are never left out.
_LOOKED_INTO = ("decision_options",)
# Lines of added rows stand above those of any file, until it is told where they really are.
_APART = 10_000_000
_OF_ADDED = re.compile(r"(?:\S+ )?line (1\d{7})")


def with_changes(
    portfolio: Portfolio,
    changes: Sequence[Change],
    added: Mapping[str, Rows] | None = None,
    as_of: date | None = None,
) -> Overlay:
    """The portfolio under these changes and added rows, valid as a folder is; pure.

    added: rows by the table they join, as a Scenario has them. as_of: the day of what a change
    starts, finishes or decides; else the one of the settings, else today. Without changes and rows
    the portfolio comes back as it is. Raises InvalidScenario with everything that is wrong.
    """
    grown = with_rows(portfolio, added) if added else portfolio
    if added:
        _check_added(grown, added)
    known = _known(grown) if changes else {}
    return _laid(grown, changes, as_of or portfolio.as_of or date.today(), Things(grown), known)


def check_scenarios(portfolio: Portfolio, problems: Problems) -> None:
    """Every scenario, and what every option changes, can be laid onto the rows."""
    as_of, things = portfolio.as_of or date.today(), Things(portfolio)
    known = _known(portfolio)
    for scenario in scenarios_of(portfolio.tables).values():
        try:
            with_changes(portfolio, scenario.changes, scenario.rows, as_of)
        except InvalidScenario as error:
            lines = (scenario.source_line, *scenario.lines)
            _report(problems, scenario.source_file, lines, "changes", error)
    options = portfolio.tables["decision_options"].columns
    for row, decision in enumerate(options["decision"]):
        changes = portfolio.tables["decision_changes"]
        own = [
            place
            for place in rows_of(changes, "decision", decision)
            if changes.columns["option_position"][place] == options["position"][row]
        ]
        if not own:
            continue
        file, line = str(options["source_file"][row]), int(str(options["source_line"][row]))
        lines = (line, *(int(str(changes.columns["source_line"][place])) for place in own))
        try:
            listed = [change_at(changes.columns, place) for place in own]
            _laid(portfolio, listed, as_of, things, known, is_limited=False)
            lines = (line, line)
            whole = Change(str(decision), "option", str(options["name"][row]))
            _laid(portfolio, [whole], as_of, things, known)
        except InvalidScenario as error:
            _report(problems, file, lines, "options.changes", error)


def _report(
    problems: Problems, file: str, lines: Sequence[int], field: str, error: InvalidScenario
) -> None:
    for refusal in error.refusals:
        problems.add(
            refusal.file or file,
            refusal.line or lines[refusal.position],
            refusal.part if refusal.file else ".".join(filter(None, (field, refusal.part))),
            refusal.found,
            refusal.expected,
            refusal.fix,
        )


def _laid(
    portfolio: Portfolio,
    changes: Sequence[Change],
    as_of: date,
    things: Things,
    known: Mapping[str, set[str] | None],
    is_limited: bool = True,
) -> Overlay:
    laid = overlay(portfolio, changes, as_of, things, is_limited)
    by_row: dict[str, dict[int, list[Cell]]] = {}
    for cell in laid.cells:
        if cell.row >= 0:
            by_row.setdefault(cell.table, {}).setdefault(cell.row, []).append(cell)
    if not by_row:
        return laid
    problems = Problems()
    texts, values = _as_texts(laid.portfolio, by_row)
    _check(texts, values, known, problems)
    _raise_of_changes(problems, by_row, changes)
    return laid


def _raise_of_changes(
    problems: Problems, by_row: Mapping[str, Mapping[int, list[Cell]]], changes: Sequence[Change]
) -> None:
    """Tell every problem of the change that touched its value, else its row, last."""
    try:
        problems.raise_if_any()
    except InvalidPortfolio as error:
        cells = [cell for rows in by_row.values() for own in rows.values() for cell in own]
        told = [_of_change(problem, cells, changes) for problem in error.problems]
        raise InvalidScenario(told) from None


def _of_change(problem: Problem, cells: Sequence[Cell], changes: Sequence[Change]) -> Refusal:
    own = [cell for cell in cells if (cell.source_file, cell.source_line)
           == (problem.file, problem.line)]  # fmt: skip
    own.sort(key=lambda cell: (cell.column == problem.field, cell.position))
    at = own[-1].position
    said = problem.found, problem.expected, problem.fix
    return Refusal(at, str(changes[at - 1]), "value", *said)


def _check_added(grown: Portfolio, added: Mapping[str, Rows]) -> None:
    """Check all rows, among them those that a scenario adds, and tell of these alone."""
    problems = Problems()
    texts, values = _as_texts(grown, None)
    files = {str(file) for rows in added.values() for file in rows.columns["source_file"]}
    for name, rows in added.items():
        own = texts[name]
        if own is not None:
            new = range(len(own) - len(rows), len(own))
            own.lines[new.start :] = [own.lines[row] + _APART for row in new]
    _check(texts, values, _known(grown), problems)
    try:
        problems.raise_if_any()
    except InvalidPortfolio as error:
        raise InvalidScenario(_of_row(problem, min(files)) for problem in error.problems) from None


def _of_row(problem: Problem, file: str) -> Refusal:
    """A problem of an added row under the file and line of its own."""
    expected, line = problem.expected, problem.line
    other = _OF_ADDED.search(expected)
    if line < _APART and other:
        # The rows of the files fit together: of two that do not, the added one is told of.
        there = f"{problem.file} line {line}"
        expected, line = _OF_ADDED.sub(there, expected), int(other[1])
    expected = _OF_ADDED.sub(lambda found: f"{file} line {int(found[1]) - _APART}", expected)
    said = problem.found, expected, problem.fix
    return Refusal(0, "", problem.field, *said, file, line % _APART)


def _check(
    texts: Texts,
    values: dict[str, dict[str, list[Value]] | None],
    known: Mapping[str, set[str] | None],
    problems: Problems,
) -> None:
    check_ids(texts, problems)
    check_references(texts, problems, known)
    check_meaning(texts, values, problems)


def _as_texts(
    portfolio: Portfolio, only: Mapping[str, Iterable[int]] | None
) -> tuple[Texts, dict[str, dict[str, list[Value]] | None]]:
    """Texts and values of the rows that `only` names by table, else of all, as checks take them."""
    texts: Texts = {}
    values: dict[str, dict[str, list[Value]] | None] = {}
    for table in TABLES:
        rows = portfolio.tables[table.name].columns
        if only is not None and table.name not in _LOOKED_INTO:
            at = sorted(only.get(table.name, ()))
            rows = {name: [list_[row] for row in at] for name, list_ in rows.items()}
        values[table.name] = dict(rows)
        words = {column.name: list(map(typed_text, rows[column.name])) for column in table.columns}
        lines = [int(str(line)) for line in rows["source_line"]]
        files = rows["source_file"]
        texts[table.name] = TextRows(table, str(files[0]) if files else table.file, words, lines)
    return texts, values


def _known(portfolio: Portfolio) -> dict[str, set[str] | None]:
    """The ids that a reference may hold, those of other portfolios among them."""
    known = known_ids(_id_texts(portfolio))
    foreign = portfolio.tables.get(FOREIGN_ITEMS.name)
    if foreign is not None and known["item"] is not None:
        known["item"].update(map(str, foreign.columns["id"]))
    return known


def _id_texts(portfolio: Portfolio) -> Texts:
    """The ids of every table that has them."""
    found: Texts = {}
    for table in TABLES:
        ids = portfolio.tables[table.name].columns.get("id")
        if ids is not None:
            found[table.name] = TextRows(table, table.file, {"id": list(map(typed_text, ids))})
    return found
