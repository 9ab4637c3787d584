"""A file of scenarios that stands outside a folder, in the shape of scenarios.yaml."""

from __future__ import annotations

from pathlib import Path

from depmap.inputs.gentle.leads import fill_all_leads
from depmap.inputs.layout.tree_rows import rows_from_tree
from depmap.inputs.reader import decode
from depmap.inputs.references import check_ids
from depmap.inputs.syntax.yaml_tree import read_yaml
from depmap.inputs.validate import typed_rows
from depmap.portfolio.problem import Problems
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import MAX_YAML_BYTES
from depmap.portfolio.typed import Rows

_SCENARIOS = next(table for table in TABLES if table.name == "scenarios")


def read_scenarios(path: Path) -> dict[str, Rows]:
    """The scenarios of a file by table, for scenarios_of; whether they fit is not checked here.

    Raises InvalidPortfolio when it cannot be read or holds what no such file may.
    """
    problems = Problems()
    tables: dict[str, Rows] = {}
    tree = None
    try:
        with path.open("rb") as file:
            data = file.read(MAX_YAML_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "the path is not usable"
        problems.add(path.name, 0, "", f"the file cannot be read ({reason})", "a YAML file")
    else:
        if len(data) > MAX_YAML_BYTES:
            size = f"{MAX_YAML_BYTES // 1_000_000} MB"
            problems.add(path.name, 0, "", f"the file is larger than {size}", f"at most {size}")
        elif (text := decode(path.name, data, problems)) is not None:
            tree = read_yaml(path.name, text, problems)
    if tree is not None:
        texts = rows_from_tree(_SCENARIOS, path.name, tree, problems)
        fill_all_leads(texts, problems)
        check_ids(dict(texts), problems)
        tables = {name: typed_rows(rows, problems) for name, rows in texts.items()}
    problems.raise_if_any()
    return tables
