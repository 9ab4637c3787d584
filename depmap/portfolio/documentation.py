"""docs/inputs.md, derived from the schema: `python -m depmap.portfolio.documentation`."""

from __future__ import annotations

from depmap.portfolio.expected import expected
from depmap.portfolio.schema import FILES, TABLES, path
from depmap.portfolio.table import (
    LABEL_MAX_CHARACTERS,
    MAX_CSV_BYTES,
    MAX_WORKBOOK_BYTES,
    MAX_YAML_BYTES,
    Column,
    Table,
)

_OPENING = f"""\
# Input files

A portfolio is one folder of these files, or of a workbook with a sheet for each. This page is made
from `depmap/portfolio/schema.py`; `depmap init DIR` writes an example to start from, `depmap check
DIR` names every problem with file, line and column.

- CSV: UTF-8, commas, double quotes around values that hold commas, quotes or line ends. The first
  line names the columns, in any order. A column whose value is not required may be missing;
  unknown ones are left alone, with a finding.
- YAML: UTF-8, lists and mappings as below. Keys without a value may be left out. Everything is
  read as text, so `no`, `012` and `1.10` stay what was typed. Anchors, aliases, tags, merge keys
  and `null` are refused.
- Every table may be CSV or YAML, in one file. In CSV a plain list is one cell, joined with `;`;
  nested tables are files of their own whose first columns name the row they belong to:
  `decision_options.csv` (decision, name), `decision_picks.csv` (decision, option, item, any_of,
  requires), `decision_blocks.csv`, `milestone_items.csv`, `theme_keywords.csv`, `touches.csv`,
  `more_sources.csv`, `route.csv`. `settings.csv` has the columns name and value.
- Every table may be a sheet of one workbook (`.xlsx`, `.ods`) instead, laid out as its CSV file and
  named as it: `prerequisites`, `theme_keywords`. In a workbook named as a table its only filled
  sheet is that table. A table in a sheet and in a file is refused with both. Rows are told as
  `map.xlsx, sheet prerequisites, row 12`, as Excel counts. `tidy` and `apply` write no workbook;
  they print the cells to change.
- At most {MAX_CSV_BYTES // 1_000_000} MB per CSV file, {MAX_YAML_BYTES // 1_000_000} MB per YAML \
file and {MAX_WORKBOOK_BYTES // 1_000_000} MB per workbook.
- Blanks around a value do not count. An empty value means the default, or nothing.
- Ids have at most {LABEL_MAX_CHARACTERS} characters, nothing invisible, and differ by more than
  capitals. Directions and prerequisites share one set of ids.
- Leads are calendar days from starting an item to having it, in order: low, likely, high.
- Only a likely lead: low and high are the likely one, or `spread` in settings.yaml says how far
  they are from it. What is done or dropped needs no leads.
- A file that is not marked as required may be missing. Other files in the folder are left alone.

## Other forms

What follows is the plain form. What people and programs leave in a folder is read too when it has
exactly one meaning; each file then has one finding, *read as*, and `depmap tidy DIR` writes it in
the plain form (`--dry-run` shows what would change). What has two meanings is refused with both.

| written | read as |
|---|---|
| semicolons or tabs between values, `sep=;`, rows in quotes, UTF-16 with its mark | the rows |
| empty rows and columns, repeated headers, a few lines above the header | nothing |
| headers, keys, ids and fixed words in other case, with blanks or dashes | the one that fits |
| the full name of an item, owner, theme or source where an id belongs | its id |
| blanks and no-break spaces around values, `'` before a formula | without them |
| `TBD`, `n/a`, `none`, `-`, `?` as an optional reference, date or outside party | empty |
| `TRUE`, `Y`, `1`, `x` and `FALSE`, `N`, `0` | yes and no |
| `2026/10/1`, `01.10.2026`, `31/10/2026`, `1 Oct 2026`, a date with the time 00:00 | the day |
| `Q4 2027`, `2028-06`, `2028` as a target or the date of a milestone | its last day |
| `60.0`, `60 d`, `8w`, `3 months`, `1 year` as a lead | 60, 60, 56, 90, 365 days |
| `0,8`, `80%`, `1.234,5` | 0.8, 0.8, 1234.5 |
| in a workbook: owners and words in merged cells; rows above the header | every row; nothing |
| in a workbook: a formula never computed, an error, a date among numbers or ids | refused |
| `3/4/2026`, `1,500`, two-digit years, ranges, working days | refused, with what it could mean |
"""


def markdown() -> str:
    """The page: for every file a table of its columns, nested lists below their file."""
    parts = [_OPENING]
    for file in FILES:
        tables = [table for table in TABLES if table.file == file]
        required = " Required." if tables[0].required else ""
        parts.append(f"\n## {file}\n\n{tables[0].meaning}{required}\n\n{_columns(tables[0])}")
        for table in tables[1:]:
            parts.append(f"\n### {file}: {'.'.join(path(table))}\n\n{_introduction(table)}\n")
            if not table.adds_to:
                parts.append(f"\n{_columns(table)}")
    return "".join(parts)


def _introduction(table: Table) -> str:
    kind = "A list of plain values." if table.plain_list else "A list of mappings."
    return f"{table.meaning} {kind}"


def _columns(table: Table) -> str:
    head = "| name | meaning | value | if empty |\n|---|---|---|---|\n"
    rows = (
        f"| {'each value' if table.plain_list else f'`{column.field}`'} | {column.meaning} "
        f"| {_value(column)} | {_if_empty(column)} |\n"
        for column in table.typed_columns
    )
    return head + "".join(rows)


def _value(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return expected(column) + unit


def _if_empty(column: Column) -> str:
    if column.filled:
        return "the likely lead"
    if column.required:
        return "a problem"
    if column.name == "strength":
        return "a problem, unless any_of is given: then hard"
    if column.default is None:
        return ""
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default)


if __name__ == "__main__":
    print(markdown(), end="")
