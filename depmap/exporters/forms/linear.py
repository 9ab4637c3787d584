"""A CSV file with the columns of Linear's own export: issues, their parent, what blocks them."""

from __future__ import annotations

from depmap.exporters.csv import rows_text
from depmap.exporters.extract import Extract
from depmap.exporters.issues import issues

PRIORITIES = {1: "Urgent", 2: "High", 3: "Medium", 4: "Low"}
HEAD = (
    "ID", "Title", "Description", "Status", "Priority", "Labels", "Due Date", "Parent issue",
    "Blocked by",
)  # fmt: skip


def write(extract: Extract) -> bytes:
    """Rows of what has no ticket yet. A direction is the parent issue of those that are its own."""
    listed = issues(extract)
    blocked_by: dict[int, list[str]] = {}
    by_key: dict[int, list[str]] = {}
    for issue in listed:
        by_key[issue.number] = list(issue.links.is_blocked_by)
        for other in issue.links.blocks:
            blocked_by.setdefault(other, []).append(_id(issue.number))
    rows = [
        [
            _id(issue.number),
            " ".join(issue.title.split()),
            "\n\n".join(" ".join(line.split()) for line in (*issue.lines, f"Owner: {issue.owner}")),
            "In Progress" if issue.is_begun else "Todo",
            PRIORITIES[issue.priority],
            ", ".join(issue.labels),
            issue.due.isoformat() if issue.due else "",
            _id(issue.parent) if issue.parent else "",
            ", ".join([*blocked_by.get(issue.number, ()), *by_key[issue.number]]),
        ]
        for issue in listed
    ]  # fmt: skip
    return rows_text(HEAD, rows).encode()


def _id(number: int) -> str:
    return f"MAP-{number}"
