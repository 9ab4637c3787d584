"""Tables -> a workbook: typed dates and numbers, frozen heads, filters, a sheet that explains them.

Text is written as text alone, so no cell is ever a formula or a link. The same rows give the same
bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pandas
import xlsxwriter
from pandas import DataFrame
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from depmap.answers import relations
from depmap.exporters.csv import HEADINGS, joined
from depmap.exporters.extract import Extract
from depmap.words.exchange import workbook as words

# A property of every workbook of ours: what carries it holds answers and is nobody's input.
PROPERTY = "depmap-answers"
# What a cell can hold; a program that opens more says that the file is broken.
LONGEST_TEXT = 32_767
NARROWEST, WIDEST = 9, 60
ROWS_MEASURED = 200
STYLE = "Table Style Light 1"
READ_ME = "read me"
# The relations of the workbook of a whole map, each a sheet of its own name.
SHEETS = (
    relations.plan,
    relations.directions,
    relations.decisions,
    relations.decision_options,
    relations.milestones,
    relations.items,
    relations.edges,
    relations.item_sources,
    relations.owners,
    relations.owner_gaps,
    relations.findings,
)


@dataclass(frozen=True)
class Sheet:
    """One table: the name of its sheet, its rows, and what its columns mean, by column."""

    name: str
    rows: DataFrame
    meanings: Mapping[str, str] = field(default_factory=dict)


def write(extract: Extract) -> bytes:
    """Everything that is shown: the plan first, then the relations behind it."""
    sheets = [
        Sheet(
            relation.name,
            extract.rows(relation),
            relations.column_comments(extract.connection, relation.name),
        )
        for relation in SHEETS
    ]
    about = words.about(
        extract.portfolio, extract.settings, extract.scenario, extract.filter_words()
    )
    return workbook(sheets, about, extract.as_of)


def workbook(sheets: Sequence[Sheet], about: Iterable[tuple[str, str]], as_of: date) -> bytes:
    """The sheets, before them nothing and behind them `read me`: what they are and what they mean.

    about: pairs of a heading and a sentence. as_of: the day the workbook says it was made.
    """
    buffer = io.BytesIO()
    # Each of these guesses would turn a text into something that acts.
    guesses = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **dict.fromkeys(guesses, False)})
    made_on = datetime.combine(as_of, time())
    book.set_properties({"title": "depmap", "created": made_on})
    book.set_custom_property(PROPERTY, as_of.isoformat(), "text")
    looks = {
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "number": book.add_format({"num_format": "#,##0.##########"}),
        "share": book.add_format({"num_format": "0.0 %"}),
        "head": book.add_format({"bold": True}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for number, sheet in enumerate(sheets, start=1):
        _table(book.add_worksheet(sheet.name), sheet, number, looks)
    _explain(book.add_worksheet(READ_ME), sheets, about, looks)
    book.close()
    return buffer.getvalue()


def _table(page: Worksheet, sheet: Sheet, number: int, looks: Mapping[str, Format]) -> None:
    columns = list(sheet.rows.columns)
    if not columns:
        return
    heads = [HEADINGS.get(name, str(name)) for name in columns]
    page.add_table(
        0, 0, max(len(sheet.rows), 1), len(columns) - 1,
        {"name": f"table_{number}", "style": STYLE,
         "columns": [{"header": head} for head in heads]},
    )  # fmt: skip
    page.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        values = sheet.rows[name].tolist()
        look = "share" if _is_share(str(name)) else "number"
        for line, value in enumerate(values, start=1):
            cell(page, line, place, value, looks[look], looks["day"])
        # The arrow of the filter covers the end of a head.
        longest = max(map(_length, values[:ROWS_MEASURED]), default=0)
        width = max(NARROWEST, min(WIDEST, max(longest, len(heads[place]) + 3)))
        page.set_column(place, place, width)


def cell(page: Worksheet, line: int, place: int, value: Any, number: Format, day: Format) -> None:
    """One value by its type; what is missing is an empty cell."""
    if isinstance(value, str):
        done = page.write_string(line, place, _cut(value)) if value else 0
    elif isinstance(value, list | tuple):
        done = page.write_string(line, place, _cut(joined(value))) if value else 0
    elif pandas.isna(value):
        done = 0
    elif isinstance(value, bool):
        done = page.write_boolean(line, place, value)
    elif isinstance(value, date):
        plain = datetime(value.year, value.month, value.day)
        done = page.write_datetime(line, place, plain, day)
    elif isinstance(value, int | float) and math.isfinite(value):
        done = page.write_number(line, place, value, number)
    else:
        done = page.write_string(line, place, _cut(str(value)))
    if done:
        # XlsxWriter drops what does not fit and says so in a number that is easily missed.
        raise ValueError(f"cell in line {line + 1}, column {place + 1} does not fit ({done})")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _length(value: Any) -> int:
    if isinstance(value, list | tuple):
        return len(joined(value))
    if isinstance(value, str):
        return len(value)
    return 0 if pandas.isna(value) else 10


def _is_share(column: str) -> bool:
    """Whether a column holds shares from 0 to 1, by the words that its name is made of."""
    return not {"chance", "confidence", "share"}.isdisjoint(column.split("_")) or column == "p_used"


def _explain(
    page: Worksheet,
    sheets: Sequence[Sheet],
    about: Iterable[tuple[str, str]],
    looks: Mapping[str, Format],
) -> None:
    """What the workbook is, sheet by sheet, and what every column means."""
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 28)
    page.set_column(2, 2, 90)
    line = 0
    for heading, sentence in about:
        page.write_string(line, 0, heading, looks["head"])
        page.write_string(line, 1, _cut(sentence))
        line += 1
    line += 1
    for place, head in enumerate(("sheet", "column", "meaning")):
        page.write_string(line, place, head, looks["head"])
    for sheet in sheets:
        line += 1
        page.write_string(line, 0, sheet.name)
        page.write_string(line, 2, words.rows(len(sheet.rows)))
        for name in sheet.rows.columns:
            line += 1
            page.write_string(line, 0, sheet.name)
            page.write_string(line, 1, HEADINGS.get(name, str(name)))
            page.write_string(line, 2, _cut(sheet.meanings.get(str(name), "")), looks["wrapped"])
