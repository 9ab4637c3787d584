"""A calendar: when to start, when to decide, targets and milestones; all day, a week's notice.

An entry keeps its UID from one build to the next, so a program that has it moves it. Nobody is
invited. What is past its date stands at the day the plan counts from, as long as it is due.

A file that is written over its earlier state says how it differs (RFC 5545, 3.8.7.4, 3.8.1.11):
SEQUENCE counts how often an entry was moved, STATUS:CANCELLED is what is gone. A subscription
leaves out what is gone, as programs take the whole of it each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vText

from depmap.answers import relations
from depmap.answers.rows import Row, is_missing, records
from depmap.exporters.extract import Extract
from depmap.words.exchange import calendar as words

NOTICE = timedelta(days=7)
PRODUCT = "-//depmap//answers//EN"
# How often a program may ask again; the plan changes with its files and once a day.
REFRESH = timedelta(hours=12)
_NOT_SHOWN = ("parked", "in_progress", "")
CANCELLED = "CANCELLED"
# How long a file tells programs that an entry is cancelled: who brings it in less often than that
# keeps the entry.
CANCELLED_FOR = timedelta(days=90)
# What stays of a cancelled entry, and what every entry of an earlier state has.
_LEFT = ("uid", "dtstart", "dtend", "summary", "categories", "transp")
_HAD = (*_LEFT, "dtstamp", "sequence")


@dataclass(frozen=True)
class _Entry:
    """One day of something. waits_for: ids of items whose start comes first."""

    kind: str
    id: str
    on: date
    summary: str
    says: Sequence[str]
    waits_for: Sequence[str] = ()


def write(extract: Extract) -> bytes:
    """The calendar of what the filters leave, in the order of its days."""
    entries = sorted(_entries(extract), key=lambda one: (one.on, one.kind, one.id))
    known = {one.id for one in entries if one.kind == "start"}
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", _asked(extract))
    calendar.add("last-modified", _moment(extract))
    # Without a type of its own it would be written as it is, line breaks too.
    calendar.add("x-wr-calname", vText(_name(extract)))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText("PT12H"))
    for entry in entries:
        calendar.add_component(_event(entry, known, extract))
    content: bytes = calendar.to_ical()
    return content


def after(earlier: bytes, new: bytes) -> bytes | None:
    """The new state of a calendar, in the file that holds an earlier one.

    An entry that has moved, or is back, is one revision further. One that is gone stays for a
    while, cancelled. None when the file holds anything but an earlier state of this very calendar.
    """
    calendar = Calendar.from_ical(new)
    try:
        before = Calendar.from_ical(earlier)
    except ValueError:
        return None
    is_ours = before.get("uid") == calendar["uid"]
    if not is_ours or any(name not in event for event in before.events for name in _HAD):
        return None
    entries = {event.uid: event for event in calendar.events}
    for event in sorted(before.events, key=lambda event: event.uid):
        entry = entries.get(event.uid)
        if entry is None:
            calendar.subcomponents += _cancelled(event, calendar.last_modified)
        else:
            is_moved = event.DTSTART != entry.DTSTART or "status" in event
            entry.sequence = event.sequence + is_moved
    content: bytes = calendar.to_ical()
    return content


def _cancelled(event: Event, now: datetime | None) -> list[Event]:
    """An entry that is gone, cancelled now or in an earlier state; none after CANCELLED_FOR."""
    assert now
    assert event.DTSTAMP
    if "status" in event:
        return [event] if now - event.DTSTAMP < CANCELLED_FOR else []
    gone = Event()
    for name in _LEFT:
        gone[name] = event[name]
    gone.add("dtstamp", now)
    gone.add("sequence", event.sequence + 1)
    gone.add("status", CANCELLED)
    return [gone]


def _asked(extract: Extract) -> str:
    """What tells this calendar from others (RFC 7986, 5.3): the map, the filters, the scenario."""
    words = (extract.portfolio, *extract.filter_words(), extract.scenario)
    return quote("; ".join(filter(None, words)), safe="")


def _name(extract: Extract) -> str:
    called = [extract.called.get(owner, owner) for owner in extract.filters.ids("owner")]
    asked = f" ({extract.scenario})" if extract.scenario else ""
    return f"{' · '.join([extract.portfolio, *filter(None, called)])}{asked}"


def _entries(extract: Extract) -> Iterator[_Entry]:
    settings, names = extract.settings, extract.names
    directions = {
        row["direction_id"]: row for row in records(relations.directions(extract.connection))
    }
    for row in extract.tasks:
        if row["plan_window"] not in _NOT_SHOWN and not is_missing(row["safe_start_by"]):
            says = words.task_says(row, directions, settings, names)
            waits_for = list(row["waits_for"])
            on = _start_on(row, extract.as_of)
            yield _Entry("start", row["item_id"], on, words.task(row), says, waits_for)
    for row in extract.decisions:
        if not is_missing(row["decide_by"]):
            on = max(row["decide_by"].date(), extract.as_of)
            yield _Entry(
                f"decide-{row['origin']}", row["decision_id"], on, words.decision(row),
                words.decision_says(row),
            )  # fmt: skip
    for row in extract.directions:
        if not is_missing(row["target"]):
            says = words.target_says(row)
            on = row["target"].date()
            yield _Entry("target", row["direction_id"], on, words.target(row), says)
    for row in extract.milestones:
        on = row["date"].date()
        says = words.milestone_says(row)
        yield _Entry("milestone", row["milestone_id"], on, words.milestone(row), says)


def _start_on(task: Row, as_of: date) -> date:
    """The day to start; where that cannot be kept, today or the first day on which it can."""
    if not task["misses_safe_start"]:
        on: date = task["safe_start_by"].date()
        return on
    return as_of if task["can_start_now"] else max(task["earliest_start"].date(), as_of)


def _uid(kind: str, some_id: str, portfolio: str) -> str:
    return f"{kind}.{quote(some_id, safe='')}@{quote(portfolio, safe='')}"


def _moment(extract: Extract) -> datetime:
    return datetime.combine(extract.as_of, time(), UTC)


def _event(entry: _Entry, known: set[str], extract: Extract) -> Event:
    event = Event()
    event.add("uid", _uid(entry.kind, entry.id, extract.portfolio))
    # Of two states of an entry the later one counts; the same state gives the same bytes.
    event.add("dtstamp", _moment(extract))
    event.add("sequence", 0)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", "\n".join(entry.says))
    event.add("categories", [entry.kind.partition("-")[0]])
    event.add("transp", "TRANSPARENT")
    for other in entry.waits_for:
        if other in known:
            uid = _uid("start", other, extract.portfolio)
            event.add("related-to", uid, parameters={"reltype": "DEPENDS-ON"})
    if entry.on - NOTICE > extract.as_of:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", -NOTICE)
        event.add_component(alarm)
    return event
