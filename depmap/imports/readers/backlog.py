"""Backlog.md: a folder of Markdown files, a task each, whose head says what it depends on.

Facts: github.com/MrLesk/Backlog.md. The head is YAML: id, title, status, assignee, dependencies,
parent_task_id, milestone, labels.
"""

from __future__ import annotations

from depmap.imports.found import FILE_MARK, Found, Link, Options, Reader, Task
from depmap.imports.values import status
from depmap.inputs.reader import decode
from depmap.inputs.syntax.yaml_tree import Node, read_yaml
from depmap.portfolio.problem import Problems


def looks_like(name: str, head: bytes) -> bool:
    """Whether the source is a folder of files with a head."""
    return head.startswith(FILE_MARK) and b"\n---" in head


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """The tasks of all files, milestones as directions; raises InvalidPortfolio."""
    found = Found()
    goals: dict[str, Task] = {}
    for part in data.split(FILE_MARK)[1:]:
        name, _, content = part.partition(b"\n")
        where = f"{file}/{name.decode('utf-8', 'replace')}"
        text = decode(where, content, problems)
        head = _head(text or "")
        if head is None:
            if text is not None:
                found.left_out(0, f"{where} has no head between lines of three dashes.")
            continue
        tree = read_yaml(where, head, problems)
        if tree is not None:
            _task(tree, where, goals, found)
    problems.raise_if_any()
    found.tasks += goals.values()
    return found


def _head(text: str) -> str | None:
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    # An empty first line keeps the lines of the file.
    return "\n".join(["", *lines[1:end]]) + "\n" if end else None


def _task(tree: Node, where: str, goals: dict[str, Task], found: Found) -> None:
    key = _text(tree, "id")
    if not key:
        found.left_out(0, f"{where} has no id.")
        return
    goal = _text(tree, "milestone")
    if goal and goal not in goals:
        goals[goal] = Task(f"milestone {goal}", goal, 0, is_direction=True)
    found.tasks.append(Task(
        key=key, name=_text(tree, "title") or key, line=0,
        status=status(_text(tree, "status"), found, 0),
        parent=_text(tree, "parent_task_id") or (f"milestone {goal}" if goal else ""),
        owner=next(iter(_list(tree, "assignee")), "").removeprefix("@"),
        labels=tuple(_list(tree, "labels")),
    ))  # fmt: skip
    found.links += [Link(key, other, 0) for other in _list(tree, "dependencies")]


def _text(tree: Node, name: str) -> str:
    node = tree.value.get(name) if isinstance(tree.value, dict) else None
    return node.value.strip() if node is not None and isinstance(node.value, str) else ""


def _list(tree: Node, name: str) -> list[str]:
    node = tree.value.get(name) if isinstance(tree.value, dict) else None
    if node is None or not isinstance(node.value, list):
        return [text] if (text := _text(tree, name)) else []
    return [one.value.strip() for one in node.value if isinstance(one.value, str) and one.value]


READER = Reader("backlog", "Backlog.md", looks_like, read)
