"""What RFC 5545 asks of a calendar of events, as far as a program can check it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from icalendar import Calendar
from icalendar.cal import Component

# 3.6 and 3.6.1: what a component must have, and what it may have once at most.
MUST = {"VCALENDAR": ("PRODID", "VERSION"), "VEVENT": ("UID", "DTSTAMP", "DTSTART", "SEQUENCE"),
        "VALARM": ("ACTION", "TRIGGER", "DESCRIPTION")}  # fmt: skip
ONCE = {"CLASS", "CREATED", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED",
        "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID", "URL"}  # fmt: skip
LONGEST_LINE = 75
_NAME = re.compile(r"[A-Za-z0-9-]+[:;]")


def faults(content: bytes) -> list[str]:
    """Everything that is wrong, in words; an icalendar parser has read it too."""
    found = list(_of_lines(content))
    calendar = Calendar.from_ical(content)
    if calendar.to_ical() != content:
        found.append("it reads back as something else")
    uids = Counter(str(event["uid"]) for event in calendar.walk("VEVENT"))
    found += [f"UID {uid} stands {times} times" for uid, times in uids.items() if times > 1]
    for component in calendar.walk():
        found += [f"{component.name} has no {name}" for name in MUST[component.name]
                  if name not in component]  # fmt: skip
        found += [f"{component.name} has {name} more than once" for name in ONCE
                  if isinstance(component.get(name), list)]  # fmt: skip
    for event in calendar.walk("VEVENT"):
        found += [f"{event['uid']}: {fault}" for fault in _of_event(event, uids)]
    return found


def _of_lines(content: bytes) -> list[str]:
    """3.1: lines end with CRLF, hold at most 75 octets, and begin with the name of a property."""
    found = []
    if content.count(b"\n") != content.count(b"\r\n") or not content.endswith(b"\r\n"):
        found.append("a line ends without CRLF")
    lines = content.split(b"\r\n")[:-1]
    found += [f"line {at} is too long" for at, line in enumerate(lines, 1)
              if len(line) > LONGEST_LINE]  # fmt: skip
    whole = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    found += [f"{line[:20]} is no property" for line in whole if not _NAME.match(line)]
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content.decode()):
        found.append("it holds a control character")
    return found


def _of_event(event: Component, uids: Counter[str]) -> list[str]:
    found = []
    start, end = event["dtstart"], event["dtend"]
    for name, value in (("DTSTART", start), ("DTEND", end)):
        if value.params.get("value") != "DATE" or type(value.dt) is not date:
            found.append(f"{name} is no day")
    if end.dt <= start.dt:
        found.append("it ends before it starts")
    if event["dtstamp"].dt.utcoffset() != timedelta(0):
        found.append("DTSTAMP is not in UTC")
    if event.get("status", "CONFIRMED") not in ("TENTATIVE", "CONFIRMED", "CANCELLED"):
        found.append("STATUS is no word of events")
    if event.get("transp") not in ("OPAQUE", "TRANSPARENT"):
        found.append("TRANSP is no word")
    related = event.get("related-to", [])
    for other in related if isinstance(related, list) else [related]:
        if str(other) not in uids:
            found.append(f"RELATED-TO names {other}, which is not there")
    return found
