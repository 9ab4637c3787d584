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
    """Whether the source is a folder."""
    return head.startswith(FILE_MARK)


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """The tasks of all files, milestones as directions; raises InvalidPortfolio."""
    parts = [part.partition(b"\n") for part in data.split(FILE_MARK)[1:]]
    names = tuple(f"{file}/{name.decode('utf-8', 'replace')}" for name, _, _ in parts)
    found = Found(files=names)
    goals: dict[str, Task] = {}
    for at, (where, (_, _, content)) in enumerate(zip(names, parts, strict=True), 1):
        text = decode(where, content, problems)
        if text is None:
            continue
        lines = text.splitlines()
        if not lines or lines[0].strip() != "---":
            found.left_out(at, "It has no head between lines of three dashes.")
            continue
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        if not end:
            what, fix = "the head is never closed: the file may be cut off", "Save the file again."
            problems.add(where, len(lines), "", what, "a line of three dashes below it", fix)
            continue
        # An empty first line keeps the lines of the file.
        tree = read_yaml(where, "\n".join(["", *lines[1:end]]) + "\n", problems)
        if tree is not None:
            _task(tree, at, goals, found)
    problems.raise_if_any()
    found.tasks += goals.values()
    return found


def _task(tree: Node, at: int, goals: dict[str, Task], found: Found) -> None:
    key = _text(tree, "id")
    if not key:
        found.left_out(at, "It has no id.")
        return
    goal = _text(tree, "milestone")
    if goal and goal not in goals:
        goals[goal] = Task(f"milestone {goal}", goal, at, is_direction=True)
    found.tasks.append(Task(
        key=key, name=_text(tree, "title") or key, line=at,
        status=status(_text(tree, "status"), found, at),
        parent=_text(tree, "parent_task_id") or (f"milestone {goal}" if goal else ""),
        owner=next(iter(_list(tree, "assignee")), "").removeprefix("@"),
        labels=tuple(_list(tree, "labels")),
    ))  # fmt: skip
    found.links += [Link(key, other, at) for other in _list(tree, "dependencies")]


def _text(tree: Node, name: str) -> str:
    node = tree.value.get(name) if isinstance(tree.value, dict) else None
    return node.value.strip() if node is not None and isinstance(node.value, str) else ""


def _list(tree: Node, name: str) -> list[str]:
    node = tree.value.get(name) if isinstance(tree.value, dict) else None
    if node is None or not isinstance(node.value, list):
        return [text] if (text := _text(tree, name)) else []
    return [one.value.strip() for one in node.value if isinstance(one.value, str) and one.value]


READER = Reader("backlog", "Backlog.md", looks_like, read)
