"""MSPDI, the XML of Microsoft Project, which GanttProject, ProjectLibre and Primavera write too.

Facts: Microsoft, "Project XML Data Interchange Schema Reference". Duration is a time such as
PT80H0M0S; an even DurationFormat counts elapsed time, an odd one the calendar's working time, 35
and above are estimates. PredecessorLink: Type 0 FF, 1 FS, 2 SF, 3 SS; LinkLag in tenths of a
minute, by LagFormat as durations are; 19 and 20 are percent.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from depmap.imports.found import (
    DONE,
    IN_PROGRESS,
    NOT_NEEDED,
    NOT_STARTED,
    Found,
    Link,
    Options,
    Reader,
    Task,
)
from depmap.imports.values import moment
from depmap.imports.xml import elements, lines_of, local, texts
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.table import MAX_LEAD_DAYS

# What our own export calls the fields that hold an id and what it is the id of.
MAP_ID, MAP_KIND = "map id", "map kind"
DIRECTION, MILESTONE = "direction", "milestone"
# A calendar that works all day still has people who do not.
_MOST_HOURS, _USUAL_HOURS = 12.0, 8.0
NAMESPACE = b"schemas.microsoft.com/project"
_SPAN = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?", re.ASCII)
_ESTIMATED, _NEW_TASK_HOURS = 35, 8.0
_KINDS = {"0": "finish to finish", "2": "start to finish", "3": "start to start"}
_PERCENT = ("19", "20", "51", "52")
# Name, and id on the map where the file says it.
_Person = tuple[str, str]
NOBODY: _Person = ("", "")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?", re.ASCII)


@dataclass
class _Calendar:
    """What a working day and week are."""

    hours_per_day: float = 8.0
    days_per_week: float = 5.0

    @property
    def hours_of_a_person(self) -> float:
        """What a person works on a day."""
        return self.hours_per_day if self.hours_per_day <= _MOST_HOURS else _USUAL_HOURS

    def days(self, hours: float, form: str) -> int:
        """Calendar days of a time; form: its DurationFormat or LagFormat."""
        if form.isdecimal() and int(form) % 2 == 0:
            return min(math.ceil(hours / 24), MAX_LEAD_DAYS)
        days = hours / self.hours_per_day * 7 / self.days_per_week
        return min(math.ceil(round(days, 6)), MAX_LEAD_DAYS)


@dataclass
class _Row:
    """A task of the file as it stands, and the tasks it is below.

    before: its links by the line they stand in. id and kind: those of the map, where it was there.
    """

    line: int
    values: dict[str, str]
    before: list[tuple[int, dict[str, str]]]
    id: str = ""
    kind: str = ""
    above: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.values["UID"]

    @property
    def is_summary(self) -> bool:
        return self.values.get("Summary") == "1"


def looks_like(name: str, head: bytes) -> bool:
    """Whether the file says its namespace."""
    return name.endswith(".xml") and NAMESPACE in head


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Tasks and links; raises InvalidPortfolio."""
    found, calendar = Found(), _Calendar()
    rows: list[_Row] = []
    people: dict[str, _Person] = {}
    owners: dict[str, _Person] = {}
    lines, links = iter(lines_of(data, "Task")), iter(lines_of(data, "PredecessorLink"))
    names = {"MinutesPerDay", "MinutesPerWeek", "Task", "Resource", "Assignment"}
    names |= {"ExtendedAttribute"}
    fields: dict[str, str] = {}
    own: dict[str, str] = {}
    for element in elements(file, data, names, problems):
        name, values = local(element.tag), texts(element)
        if name == "ExtendedAttribute":
            # Before the tasks a field is declared; within a task it has its value.
            if values.get("Alias") in (MAP_ID, MAP_KIND):
                fields[values.get("FieldID", "")] = values["Alias"]
            elif values.get("FieldID") in fields:
                own[fields[values["FieldID"]]] = values.get("Value", "")
        elif name == "Task":
            before = [(next(links, 0), texts(child)) for child in element
                      if local(child.tag) == "PredecessorLink"]  # fmt: skip
            row = _Row(next(lines, 0), values, before, own.get(MAP_ID, ""), own.get(MAP_KIND, ""))
            own = {}
            if values.get("UID") and values.get("IsNull") != "1" and _level(row) > 0:
                rows.append(row)
        elif name == "Resource":
            # The code of a resource is an id of the map in files of ours alone.
            code = values.get("Code", "") if fields else ""
            people[values.get("UID", "")] = (values.get("Name", ""), code)
        elif name == "Assignment":
            person = people.get(values.get("ResourceUID", ""), NOBODY)
            if person[0]:
                owners.setdefault(values.get("TaskUID", ""), person)
        else:
            _set(calendar, name, element.text or "")
    _place(rows)
    _Reading(found, calendar, rows, owners).tasks_and_links()
    return found


def _set(calendar: _Calendar, name: str, text: str) -> None:
    minutes = float(text) if text.isdecimal() and int(text) else 0.0
    if minutes and name == "MinutesPerDay":
        calendar.hours_per_day = minutes / 60
    elif minutes:
        # The week stands after the day.
        calendar.days_per_week = min(7.0, minutes / 60 / calendar.hours_per_day)


def _level(row: _Row) -> int:
    text = row.values.get("OutlineLevel", "1")
    return int(text) if text.isdecimal() else 1


def _place(rows: list[_Row]) -> None:
    """Tell every task which summaries it is below, the top one first."""
    above: list[_Row] = []
    for row in rows:
        above = [other for other in above if _level(other) < _level(row)]
        row.above = [other.key for other in above]
        if row.is_summary:
            above.append(row)


class _Reading:
    """Tasks and links of the rows. Summaries on top are directions, others are what is in them."""

    def __init__(
        self, found: Found, calendar: _Calendar, rows: list[_Row], owners: dict[str, _Person]
    ) -> None:
        self._found, self._calendar, self._rows, self._owners = found, calendar, rows, owners
        self._by_key = {row.key: row for row in rows}
        self._inside: dict[str, list[str]] = {}
        for row in rows:
            for key in row.above if not row.is_summary else ():
                self._inside.setdefault(key, []).append(row.key)
        waited_for = {link.get("PredecessorUID") for row in rows for _, link in row.before}
        self._goals = {row.key for row in rows if row.kind == DIRECTION} or {
            row.key for row in rows if row.is_summary and not row.above
        }
        # A summary within another is a task of its own only where something waits for it.
        self._parts = {row.key for row in rows if row.is_summary and row.above} & waited_for
        if not self._goals:
            self._goals = {row.key for row in rows
                           if row.values.get("Milestone") == "1" and row.key not in waited_for
                           }  # fmt: skip

    def tasks_and_links(self) -> None:
        for row in self._rows:
            if row.kind == MILESTONE:
                name = row.values.get("Name", row.key)
                self._found.left_out(row.line, f"The milestone {name} of the map.")
                continue
            if not row.is_summary or row.key in self._goals or row.key in self._parts:
                self._found.tasks.append(self._task(row))
            for key in self._inside.get(row.key, ()) if row.key in self._parts else ():
                self._found.links.append(Link(row.key, key, row.line, is_part=True))
            for line, link in row.before:
                self._link(row, line, link)

    def _task(self, row: _Row) -> Task:
        values = row.values
        name = values.get("Name") or f"Task {row.key}"
        if values.get("ExternalTask") == "1":
            self._found.guessed(row.line, f"{name} stands in another project: its lead is assumed.")
            return Task(row.key, f"{name} (not in the export)", row.line)
        state = self._state(values)
        started = moment(values.get("ActualStart", ""))
        constraint = values.get("ConstraintType") in ("2", "4")
        likely = None if row.key in self._goals and not row.kind else self._lead(row)
        hours = _hours(values.get("Work", ""))
        owner, owner_id = self._owners.get(row.key, NOBODY)
        return Task(
            key=row.key,
            name=name,
            line=row.line,
            status=state,
            is_direction=row.key in self._goals,
            parent=row.above[0] if row.above and not row.is_summary else "",
            owner=owner,
            owner_id=owner_id,
            likely_days=likely,
            effort_days=hours / self._calendar.hours_of_a_person if hours else None,
            started_on=started if state in (DONE, IN_PROGRESS) else None,
            done_on=moment(values.get("ActualFinish", "")) if state == DONE else None,
            not_before=moment(values.get("ConstraintDate", ""))
            if constraint and state == NOT_STARTED
            else None,
            due=moment(values.get("Deadline", "")),
            notes=values.get("Notes", ""),
            ticket=None if row.id else "",
            id=row.id,
        )

    def _state(self, values: dict[str, str]) -> str:
        """Where it stands. TaskJuggler gives no duration, and its plan as actual days."""
        if values.get("Active") == "0":
            return NOT_NEEDED
        share = values.get("PercentComplete", "0")
        if not values.get("Duration"):
            return DONE if share == "100" else NOT_STARTED if share in ("", "0") else IN_PROGRESS
        if values.get("ActualFinish") or share == "100":
            return DONE
        return IN_PROGRESS if values.get("ActualStart") or share not in ("", "0") else NOT_STARTED

    def _lead(self, row: _Row) -> int | None:
        """Calendar days; the day with a question mark that every new task has says nothing."""
        if row.is_summary:
            return 0
        text, form = row.values.get("Duration", ""), row.values.get("DurationFormat", "7")
        hours = _hours(text)
        if not text:
            return _span(row.values)
        if hours is None:
            self._found.left_out(row.line, f"The duration {text} cannot be read.")
            return None
        if form.isdecimal() and int(form) >= _ESTIMATED and hours <= _NEW_TASK_HOURS:
            return None
        return self._calendar.days(hours, form)

    def _link(self, row: _Row, line: int, link: dict[str, str]) -> None:
        before, found = link.get("PredecessorUID", ""), self._found
        if link.get("CrossProject") == "1" and link.get("CrossProjectName"):
            before = link["CrossProjectName"]
        kind = link.get("Type", "1")
        names = f"{self._name(before)} and {row.values.get('Name', row.key)}"
        if kind != "1":
            what = _KINDS.get(kind, f"of type {kind}")
            text = "only finish to start can be said. Dates may be too early."
            found.left_out(line, f"The link {what} between {names}: {text}")
            return
        lag = link.get("LinkLag", "").strip() or "0"
        days = self._lag(lag, link.get("LagFormat", "7"), before)
        if days is None:
            found.left_out(line, f"The lag {quoted(lag)} between {names} cannot be read.")
            days = 0
        if days < 0:
            found.left_out(line, f"The lead time of {-days} days between {names}.")
        # What a summary waits for, all that is in it waits for.
        after = self._inside.get(row.key, []) if row.is_summary else [row.key]
        if days > 0:
            wait = f"{before}-{row.key}-wait"
            owner, owner_id = self._owners.get(row.key, NOBODY)
            name = f"Wait between {names}"
            found.tasks.append(
                Task(wait, name, line, owner=owner, owner_id=owner_id, likely_days=days)
            )
            found.guessed(line, f"The lag of {days} days between {names} is an item.")
            found.links.append(Link(wait, before, line))
            before = wait
        found.check_room(len(after))
        found.links += [Link(key, before, line) for key in after]

    def _lag(self, lag: str, form: str, before: str) -> int | None:
        """Calendar days; negative where the next one may start earlier. None: no number."""
        if not _NUMBER.fullmatch(lag):
            return None
        amount = float(lag)
        if form in _PERCENT and before in self._by_key:
            amount = amount / 100 * 600 * (
                _hours(self._by_key[before].values.get("Duration", "")) or 0
            )  # fmt: skip
            form = self._by_key[before].values.get("DurationFormat", "7")
        days = self._calendar.days(abs(amount) / 600, form)
        return -days if amount < 0 else days

    def _name(self, key: str) -> str:
        row = self._by_key.get(key)
        return row.values.get("Name", key) if row else key


def _span(values: dict[str, str]) -> int | None:
    """Calendar days from start to finish, for a task without a duration."""
    try:
        start, finish = (
            datetime.fromisoformat(values.get(name) or values.get(f"Actual{name}", ""))
            for name in ("Start", "Finish")
        )
        days = math.ceil((finish - start) / timedelta(days=1))
    except (ValueError, TypeError):
        return None
    return min(days, MAX_LEAD_DAYS) if days >= 0 else None


def _hours(text: str) -> float | None:
    match = _SPAN.fullmatch(text) if text else None
    if match is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return days * 24 + hours + minutes / 60 + seconds / 3600


READER = Reader("mspdi", "MS Project XML", looks_like, read)
