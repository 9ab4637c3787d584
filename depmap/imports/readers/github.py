"""Issues of GitHub as JSON: of one `gh api graphql --paginate` call, `gh issue list`, or REST.

Facts: GitHub, GraphQL reference, Issue: blockedBy, blocking, subIssues, parent, milestone,
stateReason. `--paginate` prints several JSON documents one after the other; all are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from depmap.imports.documents import documents
from depmap.imports.found import DONE, NOT_NEEDED, Found, Link, Options, Reader, Task
from depmap.imports.values import moment, status
from depmap.portfolio.problem import Problems

MAX_DEPTH = 30
_TASK = re.compile(r"^\s*[-*+] \[[ xX]\]\s+(?:(?P<url>https?://\S+/issues/\d+)|#(?P<number>\d+)\b)")
_OF_ADDRESS = re.compile(r"https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull)/(\d+)")

Node = Mapping[str, Any]


def looks_like(name: str, head: bytes) -> bool:
    """Whether the JSON speaks of issues."""
    if not name.endswith((".json", ".jsonl")):
        return False
    return b'"number"' in head and (b"/issues/" in head or b'"title"' in head)


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Issues with what blocks them and what they are made of; raises InvalidPortfolio."""
    found = Found()
    milestones: dict[str, Task] = {}
    for line, document in documents(file, data, problems):
        for node in _issues(document):
            _issue(node, line, milestones, found)
    found.tasks += milestones.values()
    return found


def _issues(value: Any, depth: int = 0) -> Iterator[Node]:
    """The issues on top, wherever in the answer they stand; not those within issues."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _issues(entry, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("number"), int) and "title" in value:
            yield value
            return
        content = value.get("content")
        if isinstance(content, dict) and isinstance(content.get("number"), int):
            # An item of a project: who and how far stand beside the issue.
            beside = {"column": value.get("status"), "assignees": value.get("assignees")}
            yield {"title": value.get("title"), **content, **beside}
            return
        for entry in value.values():
            if isinstance(entry, dict | list):
                yield from _issues(entry, depth + 1)


def _issue(node: Node, line: int, milestones: dict[str, Task], found: Found) -> None:
    if "pull_request" in node:
        found.left_out(line, f"#{node['number']} is a pull request.")
        return
    address = _text(node.get("html_url") or node.get("url"))
    key = key_of(node, address)
    reason = _text(node.get("stateReason") or node.get("state_reason")).lower()
    is_closed = _text(node.get("state")).lower() == "closed"
    state = status(_text(node.get("column")), found, line)
    if is_closed:
        state = NOT_NEEDED if reason in ("not_planned", "duplicate") else DONE
    goal = node.get("milestone")
    home = key.partition("#")[0]
    own_goal = _milestone(goal, home, line, milestones) if isinstance(goal, dict) else ""
    above = node.get("parent")
    if isinstance(above, dict):
        there = key_of(above, _text(above.get("html_url") or above.get("url")), home)
        found.links.append(Link(there, key, line, is_part=True))
    people = _nodes(node.get("assignees")) or ([node["assignee"]] if node.get("assignee") else [])
    found.tasks.append(Task(
        key=key, name=_text(node.get("title")), line=line, status=state, parent=own_goal,
        owner=next((_text(one.get("login") if isinstance(one, dict) else one)
                    for one in people), ""),
        done_on=moment(_text(node.get("closedAt") or node.get("closed_at")))
        if state == DONE else None,
        ticket=address if address.startswith("http") else "",
        labels=tuple(_text(one.get("name")) for one in _nodes(node.get("labels"))
                     if isinstance(one, dict)),
    ))  # fmt: skip
    for name, is_after in (("blockedBy", True), ("blocked_by", True), ("subIssues", True),
                           ("sub_issues", True), ("blocking", False)):  # fmt: skip
        for other in _nodes(node.get(name)):
            if isinstance(other, dict) and "number" in other:
                there = key_of(other, _text(other.get("html_url") or other.get("url")), home)
                ends = (key, there) if is_after else (there, key)
                found.links.append(Link(*ends, line, is_part=name.startswith("sub")))
    for there in _listed(_text(node.get("body")), home):
        found.links.append(Link(key, there, line, is_part=True))


def key_of(node: Node, address: str, home: str = "") -> str:
    """owner/repository#number of an issue, by its address; else home#number."""
    if match := _OF_ADDRESS.match(address):
        return f"{match[1]}#{match[2]}"
    return f"{home}#{node.get('number')}"


def _milestone(goal: Node, home: str, line: int, milestones: dict[str, Task]) -> str:
    title = _text(goal.get("title"))
    key = f"{home} milestone {title}"
    if title and key not in milestones:
        due = moment(_text(goal.get("dueOn") or goal.get("due_on")))
        address = _text(goal.get("html_url") or goal.get("url"))
        milestones[key] = Task(key, title, line, is_direction=True, due=due,
                               ticket=address if address.startswith("http") else "")  # fmt: skip
    return key if title else ""


def _listed(body: str, home: str) -> Iterator[str]:
    """The issues of a task list in a body."""
    for row in body.splitlines() if "[" in body else ():
        if match := _TASK.match(row):
            url = _OF_ADDRESS.match(match["url"] or "")
            yield f"{url[1]}#{url[2]}" if url else f"{home}#{match['number']}"


def _nodes(value: Any) -> list[Any]:
    """A list, or the nodes of a connection; entries of `edges` by their node."""
    if isinstance(value, dict):
        edges = [edge.get("node") for edge in value.get("edges") or () if isinstance(edge, dict)]
        value = value.get("nodes") or edges
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


READER = Reader("github", "GitHub JSON", looks_like, read)
