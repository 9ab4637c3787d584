"""beads: issues as JSON lines (.beads/issues.jsonl), with typed dependencies.

Facts: github.com/steveyegge/beads. A dependency of type blocks says what an issue waits for;
parent-child names the parent; other types order nothing.
"""

from __future__ import annotations

from typing import Any

from depmap.imports.documents import documents
from depmap.imports.found import DONE, Found, Link, Options, Reader, Task
from depmap.imports.values import moment, status
from depmap.portfolio.problem import Problems

_STATUSES = {"blocked": "not_started", "deferred": "not_started", "tombstone": "not_needed"}


def looks_like(name: str, head: bytes) -> bool:
    """Whether the lines are issues of beads."""
    return name.endswith(".jsonl") and b'"issue_type"' in head


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Issues, epics as directions, and what blocks what; raises InvalidPortfolio."""
    found = Found()
    for line, node in documents(file, data, problems):
        key = _text(node, "id")
        if not key:
            found.left_out(line, "The line is no issue with an id.")
            continue
        state = status(_text(node, "status"), found, line, _STATUSES)
        minutes = node.get("estimated_minutes")
        found.tasks.append(Task(
            key=key, name=_text(node, "title") or key, line=line, status=state,
            is_direction=_text(node, "issue_type") == "epic", owner=_text(node, "assignee"),
            effort_days=minutes / 480 if isinstance(minutes, int | float) else None,
            done_on=moment(_text(node, "closed_at")) if state == DONE else None,
            labels=tuple(one for one in node.get("labels") or () if isinstance(one, str)),
        ))  # fmt: skip
        for one in node.get("dependencies") or ():
            if isinstance(one, dict):
                _link(key, one, line, found)
    return found


def _link(key: str, one: dict[str, Any], line: int, found: Found) -> None:
    other, kind = _text(one, "depends_on_id"), _text(one, "type")
    if kind == "blocks" and other:
        found.links.append(Link(_text(one, "issue_id") or key, other, line))
    elif kind == "parent-child" and other:
        found.links.append(Link(other, _text(one, "issue_id") or key, line, is_part=True))
    elif other:
        found.left_out(line, f"The link of type {kind} from {key} to {other} orders nothing.")


def _text(node: Any, name: str) -> str:
    value = node.get(name) if isinstance(node, dict) else None
    return value if isinstance(value, str) else ""


READER = Reader("beads", "beads", looks_like, read)
