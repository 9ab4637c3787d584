"""workspace.yaml: which portfolios belong together, and the day all of them count from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from depmap.inputs.layout.tree_rows import rows_from_tree
from depmap.inputs.reader import decode, shown_name
from depmap.inputs.references import check_ids
from depmap.inputs.syntax.yaml_tree import Node, read_yaml
from depmap.inputs.validate import check_shared, typed_rows
from depmap.portfolio.problem import Problems
from depmap.portfolio.table import MAX_YAML_BYTES, Column, Table, identifier, text

FILE = "workspace.yaml"
_WORKSPACE = Table(
    "workspace",
    FILE,
    "What holds for all portfolios.",
    (Column("as_of", "date", "Day all dates count from; empty: today."),),
    one_row=True,
)
_PORTFOLIOS = Table(
    "portfolios",
    FILE,
    "The portfolios, each a folder below this one.",
    (
        identifier("portfolio"),
        text("path", "Its folder, from here.", required=True),
        text("title", "What people call it; empty: its id."),
    ),
)


@dataclass(frozen=True)
class Member:
    """One portfolio of a workspace: its id, what it is called, its folder.

    home: where workspace.yaml stands, and the files that all portfolios share.
    """

    id: str
    title: str
    folder: Path
    home: Path

    def anywhere(self) -> Member:
        """The same with paths that do not depend on the folder that a process runs in."""
        return replace(self, folder=self.folder.absolute(), home=self.home.absolute())


@dataclass(frozen=True)
class Workspace:
    """The portfolios of an organisation, and the day they count from; None is today."""

    as_of: date | None
    members: tuple[Member, ...]


def read_workspace(folder: Path) -> Workspace:
    """The workspace of a folder with a workspace.yaml.

    Raises InvalidPortfolio with every problem of that file, and of those that all portfolios share.
    The portfolios are not read here.
    """
    problems = Problems()
    place = shown_name(folder, FILE)
    try:
        with (folder / FILE).open("rb") as file:
            data = file.read(MAX_YAML_BYTES + 1)[:MAX_YAML_BYTES]
    except OSError as error:
        found = f"the file cannot be read ({error.strerror})"
        problems.add(place, 0, "", found, "a list of portfolios", "Write id and path of each.")
        data = b""
    text = decode(place, data, problems) if not problems.total else None
    tree = read_yaml(place, text, problems) if text is not None else None
    problems.raise_if_any()
    assert tree is not None
    entries = tree.value if isinstance(tree.value, dict) else {}
    listed = entries.pop("portfolios", Node(tree.line, ""))
    settings = rows_from_tree(_WORKSPACE, place, tree, problems)["workspace"]
    rows = rows_from_tree(_PORTFOLIOS, place, listed, problems)["portfolios"]
    check_ids({"portfolios": rows}, problems)
    as_of = typed_rows(settings, problems).columns["as_of"]
    columns = typed_rows(rows, problems).columns
    members = []
    for row, (name, path) in enumerate(zip(columns["id"], columns["path"], strict=True)):
        inside = folder / str(path)
        if path and not inside.resolve().is_relative_to(folder.resolve()):
            line = rows.line_of(row, "path")
            fix = "Move the portfolio below the folder of the workspace."
            problems.add(
                place, line, "path", "it leads out of the workspace", "a folder in it", fix
            )
        if str(name).endswith("/"):
            line = rows.line_of(row, "id")
            fix = "Take it off: rows name its items as portfolio//item."
            problems.add(place, line, "id", "the id ends with /", "another sign at its end", fix)
        members.append(Member(str(name), str(columns["title"][row] or name), inside, folder))
    if not members:
        fix = "Write portfolios: with an entry of id and path for each."
        problems.add(place, 0, "portfolios", "no portfolio is named", "at least one", fix)
    check_shared(folder, problems)
    (day,) = as_of or [None]
    return Workspace(day if isinstance(day, date) else None, tuple(members))
