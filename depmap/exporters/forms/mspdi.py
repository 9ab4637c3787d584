"""A project in MSPDI, the XML of Microsoft Project, which its neighbours read too.

Leads are elapsed days, so weekends count. Links are those of the chosen route, finish to start:
an any-of group cannot be said in it. Elements stand in the order of the schema; the id of an item
is the custom field Text1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from xml.etree import ElementTree

from depmap.answers.rows import Row, is_missing
from depmap.exporters.extract import Extract, there_by
from depmap.exporters.network import network, one_line

NAMESPACE = "http://schemas.microsoft.com/project"
# The custom field Text1 of tasks.
FIELD = "188743731"
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
    targets = {row["direction_id"]: row["target"] for row in extract.directions}
    for item_id, row in found.nodes.items():
        target = targets.get(item_id)
        due = there_by(row) if target is None else None if is_missing(target) else target.date()
        links = _links(needed.get(item_id, []), uid)
        tasks.append(list(_task(uid[item_id], row, due, links)))
    for place, milestone in enumerate(extract.milestones, len(uid) + 1):
        links = _links(milestone["items"], uid)
        tasks.append(list(_milestone(str(place), milestone, links)))
    project = ElementTree.Element("Project", xmlns=NAMESPACE)
    _fill(project, list(_head(extract)))
    _fill(project, [("Tasks", [("Task", parts) for parts in tasks])])
    ElementTree.indent(project)
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
    yield (
        "ExtendedAttributes",
        [("ExtendedAttribute", [("FieldID", FIELD), ("FieldName", "Text1"), ("Alias", "map id")])],
    )
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
    days = row["remaining_days"]
    yield from _names(uid, row["name"])
    if not is_missing(row["earliest_start"]):
        yield "Start", _at(row["earliest_start"])
    if not is_missing(row["earliest_finish"]):
        yield "Finish", _at(row["earliest_finish"])
    yield "Duration", f"PT{24 * int(0 if is_missing(days) else days)}H0M0S"
    yield "DurationFormat", ELAPSED_DAYS
    if not is_missing(row["effort_days"]):
        yield "Work", f"PT{round(8 * 60 * row['effort_days'])}M0S"
    yield "Milestone", "0"
    yield "Summary", "0"
    if not is_missing(row["started_on"]):
        yield "ActualStart", _at(row["started_on"])
    # What a decision holds is no rule of the calendar: it may be taken sooner.
    if not is_missing(row["gated_until"]) and not row["gated_by"]:
        yield "ConstraintType", NOT_EARLIER
        yield "ConstraintDate", _at(row["gated_until"])
    if due:
        yield "Deadline", _at(due)
    said = [f"Owner: {row['owner']}", row["first_step"], row["notes"]]
    yield "Notes", "\n".join(filter(None, said))
    yield from links
    yield "ExtendedAttribute", [("FieldID", FIELD), ("Value", row["item_id"])]


def _milestone(uid: str, row: Row, links: Parts) -> Iterator[tuple[str, str | Parts]]:
    yield from _names(uid, row["name"])
    yield "Duration", "PT0H0M0S"
    yield "DurationFormat", ELAPSED_DAYS
    yield "Milestone", "1"
    yield "Summary", "0"
    yield "Deadline", _at(row["date"])
    yield from links
    yield "ExtendedAttribute", [("FieldID", FIELD), ("Value", row["milestone_id"])]


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
