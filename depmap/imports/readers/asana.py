"""Asana's CSV export: tasks with what blocks them, by name; projects are directions.

Facts: Asana, "Exporting projects to CSV". Dependencies are names joined with commas, and names may
hold commas: of those that fit at a place the longest is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from depmap.imports.found import DONE, NOT_STARTED, Found, Link, Options, Reader, Task
from depmap.imports.values import TableRow, day, days_between, table
from depmap.portfolio.problem import Problems, quoted

_AFTER = ("Blocked By (Dependencies)", "Blocked By")
_BEFORE = ("Blocking (Dependencies)", "Blocking")


def looks_like(name: str, head: bytes) -> bool:
    """Whether the header has what only Asana writes."""
    first = head.decode("utf-8", "replace").partition("\n")[0]
    return name.endswith(".csv") and "Task ID" in first and "Section/Column" in first


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Tasks and their links; raises InvalidPortfolio."""
    found = Found()
    rows = list(table(file, data, problems, ("Task ID",), ("Name",)))
    keys: dict[str, list[str]] = {}
    for row in rows:
        keys.setdefault(row.get("Name"), []).append(row.get("Task ID"))
    projects: dict[str, Task] = {}
    for row in rows:
        project = row.get("Projects").partition(",")[0]
        if project and project not in projects:
            projects[project] = Task(f"project {project}", project, row.line, is_direction=True)
        found.tasks.append(_task(row, project, found))
        key = row.get("Task ID")
        for other in _named(row, ",".join(row.all(*_AFTER)), keys, found):
            found.links.append(Link(key, other, row.line))
        for other in _named(row, ",".join(row.all(*_BEFORE)), keys, found):
            found.links.append(Link(other, key, row.line))
        for other in _named(row, row.get("Parent task", "Parent Task"), keys, found):
            found.links.append(Link(other, key, row.line, is_part=True))
    found.tasks += projects.values()
    return found


def _task(row: TableRow, project: str, found: Found) -> Task:
    start = day(row.get("Start Date"), found, row.line, "start date")
    due = day(row.get("Due Date"), found, row.line, "due date")
    done = day(row.get("Completed At"), found, row.line, "day it was completed")
    return Task(
        key=row.get("Task ID"), name=row.get("Name"), line=row.line,
        status=DONE if done else NOT_STARTED, parent=f"project {project}" if project else "",
        owner=row.get("Assignee"), likely_days=days_between(start, due), done_on=done,
        not_before=None if done else start, due=due,
        labels=tuple(filter(None, map(str.strip, row.get("Tags").split(",")))),
    )  # fmt: skip


def _named(row: TableRow, text: str, keys: dict[str, list[str]], found: Found) -> Iterator[str]:
    """The keys of the names in a cell; a name that several tasks have is left out and said."""
    rest = text.strip()
    while rest:
        parts = rest.split(",")
        fits = (",".join(parts[:count]).strip() for count in range(len(parts), 0, -1))
        name = next((name for name in fits if name in keys), parts[0].strip())
        known = keys.get(name, [])
        if len(known) == 1:
            yield known[0]
        elif len(known) > 1:
            found.left_out(row.line, f"The link to {quoted(name)}, which {len(known)} tasks bear.")
        else:
            yield name
        rest = rest[rest.find(name) + len(name) :].lstrip(" ,")


READER = Reader("asana", "Asana CSV", looks_like, read)
