"""task-master's tasks.json: tasks with dependencies, and subtasks; tags are directions.

Facts: github.com/eyaltoledano/claude-task-master, "Task Structure". Tasks stand on top or below a
tag. A number among the dependencies of a subtask is its sibling, "2.1" a subtask of another task.
"""

from __future__ import annotations

from typing import Any

from depmap.imports.documents import documents
from depmap.imports.found import Found, Link, Options, Reader, Task
from depmap.imports.values import status
from depmap.portfolio.problem import Problems

MAX_DEPTH = 20


def looks_like(name: str, head: bytes) -> bool:
    """Whether there are tasks with dependencies."""
    return name.endswith(".json") and b'"tasks"' in head and b'"dependencies"' in head


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Tasks, subtasks and what they depend on; raises InvalidPortfolio."""
    found = Found()
    for line, document in documents(file, data, problems):
        if not isinstance(document, dict):
            continue
        if isinstance(document.get("tasks"), list):
            _tasks(document["tasks"], "", "", line, found)
            continue
        tags = {tag: value["tasks"] for tag, value in document.items()
                if isinstance(value, dict) and isinstance(value.get("tasks"), list)}  # fmt: skip
        for tag, tasks in tags.items():
            # One tag is what every file has, and no goal.
            goal = f"tag {tag}" if len(tags) > 1 else ""
            if goal:
                found.tasks.append(Task(goal, tag, line, is_direction=True))
            _tasks(tasks, f"{tag}:" if goal else "", goal, line, found)
    return found


def _tasks(
    tasks: list[Any], lead: str, parent: str, line: int, found: Found, depth: int = 0
) -> None:
    """Add tasks whose keys begin with lead, below a parent."""
    for node in tasks if depth < MAX_DEPTH else ():
        if not isinstance(node, dict) or node.get("id") is None:
            found.left_out(line, "An entry is no task with an id.")
            continue
        key = f"{lead}{node['id']}"
        name = node.get("title")
        state = status(str(node.get("status") or ""), found, line)
        found.tasks.append(Task(key, name if isinstance(name, str) else key, line, state,
                                parent=parent))  # fmt: skip
        top = lead[: lead.rfind(":") + 1]
        for other in node.get("dependencies") or ():
            # "2.1" counts from the top, 1 among the tasks it stands with.
            there = f"{top}{other}" if "." in str(other) else f"{lead}{other}"
            found.links.append(Link(key, there, line))
        inside = node.get("subtasks")
        if isinstance(inside, list):
            _tasks(inside, f"{key}.", key, line, found, depth + 1)


READER = Reader("task-master", "task-master", looks_like, read)
