"""A project in MSPDI, the XML of Microsoft Project, which its neighbours read too.

Leads are elapsed days, so weekends count. Links are those of the chosen route, finish to start:
an any-of group cannot be said in it. Elements stand in the order of the schema; the id of an item
is the custom field Text1, what it is the field Text2, and the id of an owner the resource's code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from xml.etree import ElementTree

from depmap.answers.rows import Row, is_missing
from depmap.exporters.extract import Extract, there_by
from depmap.exporters.network import head, network, one_line
from depmap.imports.readers.mspdi import DIRECTION, MAP_ID, MAP_KIND, MILESTONE

NAMESPACE = "http://schemas.microsoft.com/project"
# The custom fields Text1 and Text2 of tasks.
ID_FIELD, KIND_FIELD = "188743731", "188743734"
FIELDS = ((ID_FIELD, "Text1", MAP_ID), (KIND_FIELD, "Text2", MAP_KIND))
ELAPSED_DAYS, FINISH_TO_START, NOT_EARLIER, LAG_IN_DAYS = "8", "1", "4", "7"
Parts = list[tuple[str, "str | Parts"]]


def write(extract: Extract) -> bytes:
    """Open prerequisites, directions with their own delivery, milestones of no length."""
    found = network(extract)
    tasks: list[Parts] = []
    uid = {item_id: str(at) for at, item_id in enumerate(found.nodes, 1)}
    needed: dict[str, list[str]] = {}
    for edge in found.edges:
        if edge["is_chosen"]:
            needed.setdefault(edge["item_id"], []).append(edge["requires_id"])
    for item_id, row in found.nodes.items():
        is_goal = row["item_type"] == DIRECTION
        due = found.targets.get(item_id) if is_goal else there_by(row)
        links = _links(needed.get(item_id, []), uid)
        tasks.append(list(_task(uid[item_id], row, due, links)))
    for place, milestone in enumerate(extract.milestones, len(uid) + 1):
        links = _links(milestone["items"], uid)
        tasks.append(list(_milestone(str(place), milestone, links)))
    project = ElementTree.Element("Project", xmlns=NAMESPACE)
    _fill(project, list(_head(extract)))
    _fill(project, [("Tasks", [("Task", parts) for parts in tasks])])
    _fill(project, _people(found.nodes, uid))
    ElementTree.indent(project)
    lost = head(extract, "alternatives", "ends of leads")
    about = ElementTree.Comment("\n".join(line.replace("--", "- -") for line in lost))
    project.insert(0, about)
    content: bytes = ElementTree.tostring(project, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _head(extract: Extract) -> Iterator[tuple[str, str | Parts]]:
    yield "SaveVersion", "14"
    yield "Name", extract.portfolio
    yield "Title", extract.scenario or extract.portfolio
    yield "ScheduleFromStart", "1"
    yield "StartDate", _at(extract.as_of)
    yield "CalendarUID", "1"
    yield "MinutesPerDay", "1440"
    yield "MinutesPerWeek", "10080"
    yield "DaysPerMonth", "30"
    fields: Parts = [
        ("ExtendedAttribute", [("FieldID", field), ("FieldName", name), ("Alias", alias)])
        for field, name, alias in FIELDS
    ]
    yield "ExtendedAttributes", fields
    always: Parts = [("WorkingTime", [("FromTime", "00:00:00"), ("ToTime", "00:00:00")])]
    days: Parts = [
        ("WeekDay", [("DayType", str(day)), ("DayWorking", "1"), ("WorkingTimes", always)])
        for day in range(1, 8)
    ]
    calendar: Parts = [
        ("UID", "1"), ("Name", "Every day"), ("IsBaseCalendar", "1"), ("WeekDays", days)
    ]  # fmt: skip
    yield "Calendars", [("Calendar", calendar)]


def _task(uid: str, row: Row, due: date | None, links: Parts) -> Iterator[tuple[str, str | Parts]]:
    left = int(0 if is_missing(row["remaining_days"]) else row["remaining_days"])
    start, finish, days = row["earliest_start"], row["earliest_finish"], left
    is_begun = not is_missing(row["started_on"])
    if is_begun and not is_missing(finish):
        # As programs count it: from the day it began.
        start, days = row["started_on"], (finish - row["started_on"]).days
    yield from _names(uid, row["name"])
    if not is_missing(start):
        yield "Start", _at(start)
    if not is_missing(finish):
        yield "Finish", _at(finish)
    yield "Duration", _elapsed(days)
    yield "DurationFormat", ELAPSED_DAYS
    if not is_missing(row["effort_days"]):
        yield "Work", f"PT{round(8 * 60 * row['effort_days'])}M0S"
    yield "Milestone", "0"
    yield "Summary", "0"
    if row["status"] in ("in_progress", "committed"):
        # A share of the days; at its ends it would say that it is not begun, or done.
        share = round(100 * (days - left) / max(days, 1))
        yield "PercentComplete", str(min(max(share, 1), 99))
    if is_begun:
        yield "ActualStart", _at(row["started_on"])
        yield "RemainingDuration", _elapsed(left)
    # What a decision holds is no rule of the calendar: it may be taken sooner.
    if not is_missing(row["gated_until"]) and not row["gated_by"]:
        yield "ConstraintType", NOT_EARLIER
        yield "ConstraintDate", _at(row["gated_until"])
    if due:
        yield "Deadline", _at(due)
    if said := "\n".join(filter(None, (row["first_step"], row["notes"]))):
        yield "Notes", said
    yield from links
    yield from _own(row["item_id"], row["item_type"])


def _milestone(uid: str, row: Row, links: Parts) -> Iterator[tuple[str, str | Parts]]:
    yield from _names(uid, row["name"])
    yield "Duration", _elapsed(0)
    yield "DurationFormat", ELAPSED_DAYS
    yield "Milestone", "1"
    yield "Summary", "0"
    yield "Deadline", _at(row["date"])
    yield from links
    yield from _own(row["milestone_id"], MILESTONE)


def _names(uid: str, name: str) -> Iterator[tuple[str, str]]:
    yield "UID", uid
    yield "ID", uid
    yield "Name", name
    yield "OutlineNumber", uid
    yield "OutlineLevel", "1"


def _links(required: list[str], uid: Mapping[str, str]) -> Parts:
    return [
        ("PredecessorLink", [
            ("PredecessorUID", uid[other]), ("Type", FINISH_TO_START), ("CrossProject", "0"),
            ("LinkLag", "0"), ("LagFormat", LAG_IN_DAYS),
        ])
        for other in required if other in uid
    ]  # fmt: skip


def _own(some_id: str, kind: str) -> Iterator[tuple[str, Parts]]:
    """What the map calls it, and what it is there."""
    for field, value in ((ID_FIELD, some_id), (KIND_FIELD, kind)):
        yield "ExtendedAttribute", [("FieldID", field), ("Value", value)]


def _people(nodes: Mapping[str, Row], uid: Mapping[str, str]) -> Parts:
    """Owners as resources, and what is theirs."""
    names = {row["owner_id"]: row["owner"] for row in nodes.values() if row["owner_id"]}
    place = {owner_id: str(at) for at, owner_id in enumerate(sorted(names), 1)}
    resources: Parts = [
        ("Resource", [
            ("UID", place[owner_id]), ("ID", place[owner_id]), ("Name", names[owner_id]),
            ("Type", "1"), ("Code", owner_id),
        ])
        for owner_id in sorted(names)
    ]  # fmt: skip
    owned = [(uid[item_id], place[row["owner_id"]]) for item_id, row in nodes.items()
             if row["owner_id"]]  # fmt: skip
    assignments: Parts = [
        ("Assignment", [("UID", str(at)), ("TaskUID", task), ("ResourceUID", person)])
        for at, (task, person) in enumerate(owned, 1)
    ]
    return [("Resources", resources), ("Assignments", assignments)]


def _elapsed(days: int) -> str:
    return f"PT{24 * days}H0M0S"


def _at(day: date) -> str:
    return f"{day:%Y-%m-%d}T00:00:00"


def _fill(parent: ElementTree.Element, parts: Parts) -> None:
    for name, content in parts:
        child = ElementTree.SubElement(parent, name)
        if isinstance(content, str):
            child.text = one_line(content) if name != "Notes" else "\n".join(
                map(one_line, content.split("\n"))
            )  # fmt: skip
        else:
            _fill(child, content)
