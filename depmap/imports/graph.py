"""The links of a source as a graph: what is outside, circles, directions, what moves dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import networkx as nx

from depmap.imports.found import NOT_NEEDED, Found, Link, Options, Task
from depmap.portfolio.problem import Problems, did_you_mean, quoted

SHOWN_IN_A_CIRCLE = 8
OUTSIDE = "{} (not in the export)"


def settled(file: str, found: Found, options: Options, problems: Problems) -> Found:
    """The same with every key once, every link once between tasks that are there, and directions.

    What a link names and the source has not is a task of its own, since without it dates would be
    too early. What is a part of another task is required by it.
    """
    done = Found(remarks=list(found.remarks), files=found.files)
    tasks: dict[str, Task] = {}
    for task in found.tasks:
        if task.key in tasks:
            first = done.place(tasks[task.key].line)
            text = f"{task.key} stands here again; the first is in {first}."
            done.left_out(task.line, text)
        else:
            tasks[task.key] = task
    parts = [
        Link(task.parent, task.key, task.line, is_part=True) for task in found.tasks if task.parent
    ]
    has_own_keys = any(task.ticket == task.key for task in found.tasks)
    kept: dict[tuple[str, str, str], Link] = {}
    for link in [*found.links, *parts]:
        if options.flip and not link.is_part:
            link = replace(link, item=link.requires, requires=link.item)
        if link.item == link.requires:
            done.left_out(link.line, f"{_shown(link.item, tasks)} waits for itself.")
            continue
        for key in (link.item, link.requires):
            if key not in tasks:
                is_goal = link.is_part and key == link.item
                ticket = key if has_own_keys else ""
                name = OUTSIDE.format(key)
                tasks[key] = Task(key, name, link.line, is_direction=is_goal, ticket=ticket)
                what = "a direction" if is_goal else "an item with an assumed lead"
                done.guessed(link.line, f"{key} is not in the export: {what} stands for it.")
        kept.setdefault((link.item, link.requires, link.any_of), link)
    done.links = list(kept.values())
    done.tasks = _with_directions(file, tasks, done, options, problems)
    _say_circles(done)
    return done


def _with_directions(
    file: str, tasks: Mapping[str, Task], found: Found, options: Options, problems: Problems
) -> list[Task]:
    """Tasks with those that are directions: named, else told by the source, else what is on top."""
    if options.directions:
        for key in options.directions:
            if key not in tasks:
                fix = did_you_mean(key, tasks) or "Name keys as the source writes them."
                said = f"--directions names {quoted(key)}, which is not there"
                problems.add(file, 0, "", said, "keys of its tasks", fix)
        return [replace(t, is_direction=t.key in options.directions) for t in tasks.values()]
    if any(task.is_direction for task in tasks.values()):
        return list(tasks.values())
    required = {link.requires for link in found.links}
    on_top = dict.fromkeys(
        t.key for t in tasks.values() if t.key not in required and t.status != NOT_NEEDED
    )
    text = f"The source tells no directions: what nothing waits for is one ({len(on_top)})."
    found.guessed(0, f"{text} Name others with --directions KEY,KEY.")
    return [replace(task, is_direction=task.key in on_top) for task in tasks.values()]


def _say_circles(found: Found) -> None:
    graph = _graph(found.links)
    tasks = {task.key: task for task in found.tasks}
    lines = {(link.item, link.requires): link.line for link in found.links}
    for circle in nx.strongly_connected_components(graph):
        if len(circle) > 1:
            names = sorted(_shown(key, tasks) for key in circle)
            shown = ", ".join(names[:SHOWN_IN_A_CIRCLE])
            rest = len(names) - SHOWN_IN_A_CIRCLE
            more = f" and {rest} more" if rest > 0 else ""
            line = min(lines[edge] for edge in graph.subgraph(circle).edges)
            text = f"{shown}{more} wait for each other: blocked until one of the links goes."
            found.guessed(line, text)


def _shown(key: str, tasks: Mapping[str, Task]) -> str:
    """A task as people know it: by a key such as A-1, where that is a bare number by its name."""
    return tasks[key].name if key.isdecimal() and key in tasks else key


def _graph(links: Iterable[Link]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_edges_from((link.item, link.requires) for link in links if not link.is_soft)
    return graph


def slack(found: Found, leads: Mapping[str, int]) -> dict[str, int]:
    """Days that each task can take longer before a direction comes later, by key.

    leads: calendar days by key. Tasks of circles and those no direction waits for are not in it.
    """
    graph = _graph(found.links)
    graph.add_nodes_from(task.key for task in found.tasks)
    for circle in [c for c in nx.strongly_connected_components(graph) if len(c) > 1]:
        graph.remove_nodes_from(circle)
    order = list(nx.topological_sort(graph))
    ready: dict[str, int] = {}
    for key in reversed(order):
        ready[key] = leads[key] + max((ready[other] for other in graph.successors(key)), default=0)
    latest = {t.key: ready[t.key] for t in found.tasks if t.is_direction and t.key in ready}
    for key in order:
        if key in latest:
            for other in graph.successors(key):
                start = latest[key] - leads[key]
                latest[other] = min(latest.get(other, start), start)
    return {key: latest[key] - ready[key] for key in latest}
