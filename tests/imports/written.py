"""The form of every source, written for any tasks: what each waits for, by its key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Tasks = Mapping[str, Sequence[str]]
Files = Mapping[str, bytes]


def jira(tasks: Tasks) -> bytes:
    most = max(map(len, tasks.values()), default=0)
    head = ["Issue key", "Summary", "Status", *["Inward issue link (Blocks)"] * most]
    rows = [[key, f"Task {key}", "To Do", *needs, *[""] * (most - len(needs))]
            for key, needs in tasks.items()]  # fmt: skip
    return "".join(f"{','.join(row)}\n" for row in [head, *rows]).encode()


def linear(tasks: Tasks) -> bytes:
    rows = [f'{key},Task {key},Todo,"{", ".join(needs)}"\n' for key, needs in tasks.items()]
    return "".join(["ID,Title,Status,Blocked by\n", *rows]).encode()


def asana(tasks: Tasks) -> bytes:
    head = "Task ID,Name,Section/Column,Blocked By (Dependencies)\n"
    rows = [
        f'{at},{key},To do,"{",".join(needs)}"\n' for at, (key, needs) in enumerate(tasks.items())
    ]
    return "".join([head, *rows]).encode()


def github(tasks: Tasks) -> bytes:
    def node(key: str) -> dict[str, object]:
        number = int(key.partition("-")[2])
        return {"number": number, "url": f"https://github.com/we/map/issues/{number}"}

    nodes = [{**node(key), "title": f"Task {key}", "state": "OPEN",
              "blockedBy": {"nodes": [node(other) for other in needs]}}
             for key, needs in tasks.items()]  # fmt: skip
    return json.dumps(nodes, indent=0).encode()


def beads(tasks: Tasks) -> bytes:
    rows = [
        {"id": key, "title": f"Task {key}", "issue_type": "task", "dependencies": [
            {"issue_id": key, "depends_on_id": other, "type": "blocks"} for other in needs]}
        for key, needs in tasks.items()
    ]  # fmt: skip
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def taskmaster(tasks: Tasks) -> bytes:
    rows = [{"id": key, "title": f"Task {key}", "status": "pending", "dependencies": list(needs)}
            for key, needs in tasks.items()]  # fmt: skip
    return json.dumps({"tasks": rows}, indent=0).encode()


def mspdi(tasks: Tasks) -> bytes:
    uid = {key: at for at, key in enumerate(tasks, 1)}
    rows = [
        f"<Task><UID>{uid[key]}</UID><Name>Task {key}</Name><OutlineLevel>1</OutlineLevel>"
        + "".join(f"<PredecessorLink><PredecessorUID>{uid.get(other, other)}</PredecessorUID>"
                  "<Type>1</Type></PredecessorLink>" for other in needs) + "</Task>\n"
        for key, needs in tasks.items()
    ]  # fmt: skip
    space = "http://schemas.microsoft.com/project"
    return f'<Project xmlns="{space}"><Tasks>\n{"".join(rows)}</Tasks></Project>'.encode()


def graphml(tasks: Tasks) -> bytes:
    nodes = [f'<node id="{key}"/>\n' for key in tasks]
    edges = [f'<edge source="{other}" target="{key}"/>\n'
             for key, needs in tasks.items() for other in needs]  # fmt: skip
    return f"<graphml><graph>\n{''.join(nodes + edges)}</graph></graphml>".encode()


def dot(tasks: Tasks) -> bytes:
    rows = [f'"{key}" [label="Task {key}"];\n' for key in tasks]
    rows += [f'"{other}" -> "{key}";\n' for key, needs in tasks.items() for other in needs]
    return f"digraph {{\n{''.join(rows)}}}\n".encode()


def mermaid(tasks: Tasks) -> bytes:
    name = {key: key.replace("-", "") for key in tasks}
    rows = [f"{name[key]}[{key}]\n" for key in tasks]
    rows += [f"{name.get(other, other.replace('-', ''))} --> {name[key]}\n"
             for key, needs in tasks.items() for other in needs]  # fmt: skip
    return f"flowchart LR\n{''.join(rows)}".encode()


def backlog(tasks: Tasks) -> Files:
    return {
        f"{key}.md": f"---\nid: {key}\ntitle: Task {key}\nstatus: To Do\n"
        f"dependencies: [{', '.join(needs)}]\n---\n".encode()
        for key, needs in tasks.items()
    }


# By the name of the export of each source in exports/. TaskJuggler writes the form of MS Project.
WRITERS: Mapping[str, Callable[[Tasks], bytes | Files]] = {
    "jira.csv": jira, "linear.csv": linear, "asana.csv": asana, "github.json": github,
    "issues.jsonl": beads, "tasks.json": taskmaster, "project.xml": mspdi,
    "taskjuggler.xml": mspdi, "map.graphml": graphml, "map.dot": dot, "flow.mmd": mermaid,
    "backlog": backlog,
}  # fmt: skip


def put(folder: Path, name: str, content: bytes | Files) -> Path:
    """The content in a file of this name, or the files in a folder of this name."""
    place = folder / name
    if isinstance(content, bytes):
        place.write_bytes(content)
        return place
    place.mkdir(exist_ok=True)
    for own, data in content.items():
        (place / own).write_bytes(data)
    return place


def chain(count: int) -> dict[str, list[str]]:
    """So many tasks, each of which waits for up to three of those before it."""
    return {
        f"A-{at}": [f"A-{at - step}" for step in (1, 7, 50) if at - step > 0]
        for at in range(1, count + 1)
    }
