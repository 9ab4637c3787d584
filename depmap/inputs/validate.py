"""Texts -> a Portfolio, or every problem in them. Parses; never repairs in silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from depmap.inputs.checks import check_meaning
from depmap.inputs.gentle.leads import fill_all_leads
from depmap.inputs.gentle.plain import make_plain
from depmap.inputs.layout.shared import shared_files, shared_texts, with_shared
from depmap.inputs.layout.texts import texts_of
from depmap.inputs.reader import digest_of, read_folder
from depmap.inputs.references import check_ids, check_references
from depmap.inputs.scenario_checks import check_scenarios
from depmap.inputs.text_rows import TextRows, Texts, shared
from depmap.portfolio.convert import convert
from depmap.portfolio.problem import READ_AS, Problems
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Value, is_foreign
from depmap.portfolio.typed import FOREIGN_ITEMS, Others, Portfolio, Rows


@dataclass(frozen=True)
class Reading:
    """A valid portfolio, and the texts and bytes of the files it was read from."""

    portfolio: Portfolio
    texts: Texts
    contents: Mapping[str, bytes | None]


def read_portfolio(folder: Path, others: Others | None = None) -> Portfolio:
    """Read and validate the input files of a folder.

    Raises InvalidPortfolio with all problems at once, sorted by file and line. Text is trimmed,
    empty text is None or the default of the schema. Nothing outside the folder is opened.
    others: the workspace that it is read in; foreign_items then holds what rows name of others.
    """
    problems = Problems()
    return reading_of(folder, read_folder(folder, problems), problems, others=others).portfolio


def read(folder: Path, order: str = "") -> Reading:
    """`read_portfolio`, and how each file was read.

    order: which of month and day stands first in dates that leave it open; else settings.yaml says.
    """
    problems = Problems()
    return reading_of(folder, read_folder(folder, problems), problems, order)


def reading_of(
    folder: Path,
    contents: Mapping[str, bytes | None],
    problems: Problems,
    order: str = "",
    others: Others | None = None,
) -> Reading:
    """`read` of files that are in memory; others: as of `read_portfolio`."""
    texts = texts_of(folder, contents, problems)
    beside: dict[str, bytes | None] = {}
    if others is not None and others.folder is not None:
        beside = shared_files(others.folder, problems)
        texts |= shared_texts(others.folder, beside, problems)
    themes = texts["themes"]
    if themes is not None and themes.is_absent and shared("themes") not in texts:
        standard = "no themes given, so the five standard ones"
        problems.notes.add(READ_AS, themes.file, standard, times=0)
    tables = with_shared(_checked(texts, problems, order, others), texts, problems)
    if others is not None:
        tables[FOREIGN_ITEMS.name] = _named(tables.values())
    # Names of shared files lead out of the folder: no file in it is called so.
    read_from = {**contents, **{f"../{name}": data for name, data in beside.items()}}
    portfolio = Portfolio(str(folder), tables, digest_of(read_from), problems.notes.all())
    check_scenarios(portfolio, problems)
    problems.raise_if_any()
    return Reading(portfolio, texts, contents)


def check_shared(folder: Path, problems: Problems) -> None:
    """Every problem in the files that a workspace holds for all its portfolios.

    Raises InvalidPortfolio when there is one, in them or before.
    """
    texts: Texts = dict.fromkeys(table.name for table in TABLES)
    texts |= shared_texts(folder, shared_files(folder, problems), problems)
    _checked(texts, problems)


def _checked(
    texts: Texts, problems: Problems, order: str = "", others: Others | None = None
) -> dict[str, Rows]:
    """The typed rows of each of the texts. Raises InvalidPortfolio with every problem in them."""
    make_plain(texts, problems, order)
    fill_all_leads(texts, problems)
    values = {
        name: _typed(rows, problems) if rows is not None else None for name, rows in texts.items()
    }
    check_ids(texts, problems)
    check_references(texts, problems, others=others)
    check_meaning(texts, values, problems)
    problems.raise_if_any()
    return {
        name: Rows(_with_source(rows, values[name] or {}))
        for name, rows in texts.items()
        if rows is not None
    }


def _named(tables: Iterable[Rows]) -> Rows:
    """The items of other portfolios that rows name: id, and the first place that does."""
    first: dict[Value, tuple[Value, Value]] = {}
    for rows in tables:
        files, lines = rows.columns["source_file"], rows.columns["source_line"]
        for name, file, line in zip(rows.columns.get("requires", ()), files, lines, strict=False):
            if isinstance(name, str) and is_foreign(name):
                first.setdefault(name, (file, line))
    files, lines = ([place[at] for place in first.values()] for at in (0, 1))
    return Rows({"id": list(first), "source_file": files, "source_line": lines})


def _typed(rows: TextRows, problems: Problems) -> dict[str, list[Value]]:
    """The columns converted; every text that is no value is a problem at its line."""
    typed: dict[str, list[Value]] = {}
    for column in rows.table.columns:
        texts = rows.columns[column.name]
        if column.name in rows.missing_columns:
            typed[column.name] = [column.default] * len(texts)
            continue
        typed[column.name], unfit = convert(column, texts)
        if not unfit or column.parent:
            continue  # What a parent row got wrong is reported there.
        for row, text in enumerate(texts):
            reason = unfit.get(text)
            if reason and (row, column.name) not in rows.reported:
                place = (rows.file, rows.line_of(row, column.name), rows.field(column))
                fix = reason.fix or problems.suggest(text, column.allowed, "Use one of these.")
                problems.add(*place, reason.found, reason.expected, fix)
    return typed


def typed_rows(rows: TextRows, problems: Problems) -> Rows:
    """The rows with every text as a value, and where they stand."""
    return Rows(_with_source(rows, _typed(rows, problems)))


def _with_source(rows: TextRows, values: dict[str, list[Value]]) -> dict[str, list[Value]]:
    sources: list[Value] = [rows.file] * len(rows)
    return {**values, "source_file": sources, "source_line": list(rows.lines)}
