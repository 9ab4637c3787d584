"""Linear's CSV export: issues with what blocks them; projects are directions.

Facts: Linear, "Exporting data". Moments are written as JavaScript does, due dates as midnight of
the writer's own zone in UTC; Estimate is points and no effort.
"""

from __future__ import annotations

import re

from depmap.imports.found import DONE, IN_PROGRESS, NOT_NEEDED, Found, Link, Options, Reader, Task
from depmap.imports.values import TableRow, day, nearest_day, status, table
from depmap.portfolio.problem import Problems

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*-\d+")


def looks_like(name: str, head: bytes) -> bool:
    """Whether the header has what only Linear writes."""
    first = head.decode("utf-8", "replace").partition("\n")[0]
    return name.endswith(".csv") and "Blocked by" in first and "Title" in first


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Issues and their links; raises InvalidPortfolio."""
    found = Found()
    projects: dict[str, Task] = {}
    points: list[int] = []
    for row in table(file, data, problems, ("ID",), ("Title",), ("Status",)):
        key = row.get("ID")
        if not key:
            found.left_out(row.line, "The row has no ID.")
            continue
        project = row.get("Project")
        if project and project not in projects:
            projects[project] = Task(f"project {project}", project, row.line, is_direction=True)
        if row.get("Estimate"):
            points.append(row.line)
        state, parent = _state(row, found), row.get("Parent issue")
        is_part = parent and _KEY.fullmatch(parent)
        found.tasks.append(Task(
            key=key, name=row.get("Title"), line=row.line, status=state,
            parent=f"project {project}" if project else "",
            owner=row.get("Assignee"), ticket=key,
            started_on=day(row.get("Started"), found, row.line, "day it was started")
            if state in (DONE, IN_PROGRESS) else None,
            done_on=day(row.get("Completed"), found, row.line, "day it was completed")
            if state == DONE else None,
            due=day(nearest_day(row.get("Due Date")), found, row.line, "due date"),
            labels=tuple(filter(None, map(str.strip, row.get("Labels").split(",")))),
        ))  # fmt: skip
        if is_part:
            found.links.append(Link(parent, key, row.line, is_part=True))
        for other in _KEY.findall(" ".join(row.all("Blocked by"))):
            found.links.append(Link(key, other, row.line))
        for other in _KEY.findall(" ".join(row.all("Blocks", "Blocking"))):
            found.links.append(Link(other, key, row.line))
    if points:
        text = f"Estimates of {len(points):,} issues are points and no days of effort."
        found.left_out(points[0], text)
    found.tasks += projects.values()
    return found


def _state(row: TableRow, found: Found) -> str:
    """By the days first, since teams name their statuses themselves."""
    if row.get("Canceled"):
        return NOT_NEEDED
    if row.get("Completed"):
        return DONE
    if row.get("Started"):
        return IN_PROGRESS
    return status(row.get("Status"), found, row.line)


READER = Reader("linear", "Linear CSV", looks_like, read, has_keys=True)
