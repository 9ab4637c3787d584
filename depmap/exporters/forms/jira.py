"""A CSV file for Jira's import: epics, tasks, and what blocks what.

Links stand on the issue that blocks, in the columns that Jira's own export has: what is written
under `Outward issue link (Blocks)` waits for the issue of the row. Numbers are those of the file;
keys those of tickets that exist. The day to start by has a heading of its own: under Jira's
`Start date` it would come back as a day before which nothing may start.
"""

from __future__ import annotations

from depmap.exporters.csv import rows_text
from depmap.exporters.extract import Extract
from depmap.exporters.issues import Issue, issues

TYPES = {"direction": "Epic", "prerequisite": "Task", "decision": "Task"}
PRIORITIES = {1: "Highest", 2: "High", 3: "Medium", 4: "Low"}
OUTWARD, INWARD, LABELS = "Outward issue link (Blocks)", "Inward issue link (Blocks)", "Labels"
HEAD = (
    "Issue ID", "Parent", "Issue Type", "Summary", "Status", "Priority", "Owner", "Start by",
    "Due date", "Description",
)  # fmt: skip


def write(extract: Extract) -> bytes:
    """Rows of what has no ticket yet; a column for every label and link, as the import wants it."""
    listed = issues(extract)
    repeated = {
        LABELS: [list(issue.labels) for issue in listed],
        OUTWARD: [[*map(str, issue.links.blocks), *issue.links.blocks_keys] for issue in listed],
        INWARD: [list(issue.links.is_blocked_by) for issue in listed],
    }
    widths = {name: max(map(len, lists), default=0) for name, lists in repeated.items()}
    head = [*HEAD, *(name for name, width in widths.items() for _ in range(width))]
    rows = []
    for at, issue in enumerate(listed):
        row = _cells(issue)
        for name, width in widths.items():
            row += [*repeated[name][at], *[""] * (width - len(repeated[name][at]))]
        rows.append(row)
    return rows_text(head, rows).encode()


def _cells(issue: Issue) -> list[str]:
    return [
        str(issue.number),
        str(issue.parent or ""),
        TYPES[issue.kind],
        " ".join(issue.title.split()),
        "In Progress" if issue.is_begun else "To Do",
        PRIORITIES[issue.priority],
        issue.owner if issue.owner_id else "",
        issue.start.isoformat() if issue.start else "",
        issue.due.isoformat() if issue.due else "",
        "\n\n".join(" ".join(line.split()) for line in issue.lines),
    ]
