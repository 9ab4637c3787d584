"""docs/inputs.md, derived from the schema: `python -m depmap.portfolio.documentation`."""

from __future__ import annotations

from depmap.portfolio.expected import expected
from depmap.portfolio.schema import FILES, MAX_CSV_BYTES, MAX_YAML_BYTES, TABLES, path
from depmap.portfolio.table import LABEL_MAX_CHARACTERS, Column, Table

_OPENING = f"""\
# Input files

A portfolio is one folder of these files. This page is made from `depmap/portfolio/schema.py`;
`depmap init DIR` writes an example to start from, `depmap check DIR` names
every problem with file, line and column.

- CSV: UTF-8, commas, double quotes around values that hold commas, quotes or line ends. The first
  line names the columns, in any order. A column whose value is not required may be missing;
  unknown ones are refused.
- YAML: UTF-8, lists and mappings as below. Keys without a value may be left out. Everything is
  read as text, so `no`, `012` and `1.10` stay what was typed. Anchors, aliases, tags, merge keys
  and `null` are refused.
- At most {MAX_CSV_BYTES // 1_000_000} MB per CSV file and {MAX_YAML_BYTES // 1_000_000} MB per \
YAML file.
- Blanks around a value do not count. An empty value means the default, or nothing.
- Ids have at most {LABEL_MAX_CHARACTERS} characters, no blanks around them, nothing invisible, and
  differ by more than capitals. Directions and prerequisites share one set of ids.
- Leads are calendar days from starting an item to having it, in order: low, likely, high.
- A file that is not marked as required may be missing.
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
