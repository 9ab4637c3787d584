"""The plan with the days that owners have, in words: whether it holds, and why a date is later.

Rows are those of report.capacity, report.owners, report.directions and report.schedule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from depmap.answers.names import Names
from depmap.answers.rows import Row, is_missing
from depmap.answers.selections import on_route
from depmap.words import ways_out
from depmap.words.formats import count, day
from depmap.words.sentence import Sentence, Words, are, person, say

if TYPE_CHECKING:
    from pandas import DataFrame

OVER = 100


@dataclass(frozen=True)
class Kept:
    """What is known of the dates that owners can keep.

    schedule and items: rows of report.schedule and report.items by item. ways: those of
    report.ways_out that give an owner more days, by direction. under: the changes of the scenario
    in force, which a way out adds to.
    """

    schedule: Mapping[str, Row]
    items: Mapping[str, Row]
    names: Names
    ways: Mapping[str, Sequence[Row]]
    under: Sequence[str] = ()


def holds(
    capacity: Row, owners: Sequence[Row], directions: Mapping[str, Row], kept: Kept
) -> Sentence:
    """Whether the plan holds with the days that owners have, and what fails first with fewer."""
    if not any(not is_missing(owner["busy_until"]) for owner in owners):
        return say("No owner's time is planned: no open item on a route has an owner with effort.")
    failing = list(capacity["failing_directions"])
    if failing:
        return _fails(failing, capacity, owners, directions, kept)
    needed = capacity["capacity_needed_percent"]
    if is_missing(needed):
        if capacity["plans_tried"] >= capacity["plans_allowed"]:
            return say(
                "No direction is late for want of owners; how few days would do was not tried."
            )
        return say("No direction is late for want of owners, even with 5 % of their days.")
    first = capacity["first_hit"]
    return say(
        "No direction is late for want of owners while they give ",
        Words(f"{needed} %", "strong"),
        " of their days; with fewer ",
        Words(kept.names.short(first), "strong", "item", first),
        " is late first.",
    )


def _fails(
    failing: Sequence[str],
    capacity: Row,
    owners: Sequence[Row],
    directions: Mapping[str, Row],
    kept: Kept,
) -> Sentence:
    first = failing[0]
    more = f" and {count(len(failing) - 1, 'other direction')}" if len(failing) > 1 else ""
    busy = [
        owner
        for owner in owners
        if owner["first_hit"] == first and (owner["least_capacity_percent"] or 0) > OVER
    ]
    why: list[str | Words] = []
    for owner in busy:
        why += [", " if why else ": ", *full(owner)]
    needed = capacity["capacity_needed_percent"]
    rest = "" if is_missing(needed) else f" With {needed} % of their days nothing would be late."
    return say(
        "With the days owners have, ",
        Words(f"{kept.names.short(first)}{more}", "strong", "item", first),
        f" {are(len(failing))} late",
        Words(_by(directions[first]), "late"),
        *why,
        f".{rest}",
        *_enough(directions[first], kept),
    )


def _enough(direction: Row, kept: Kept) -> Sentence:
    """The first owner of whom more days are enough for the target of a direction, to try them."""
    ways = kept.ways.get(direction["direction_id"])
    if not ways:
        return ()
    way = ways_out.link(ways[0], direction, kept.names, kept.under)
    return say(" Enough for its likely date: ", way, ".")


def _by(direction: Row) -> str:
    """By how much a direction misses its target; nothing where it has no date at all."""
    finish, target = direction["capacity_forecast"], direction["target"]
    if is_missing(finish):
        return ", without any date"
    return f" by {count((finish - target).days, 'day')}"


def full(owner: Row) -> Sentence:
    """Until when an owner has no free week, or any work: "Platform is full until 3 May 2027"."""
    who = person(owner["owner_id"], owner["name"])
    if is_missing(owner["full_until"]) and is_missing(owner["busy_until"]):
        return say(who, " has no time")
    return say(who, f" is {_until(owner)}")


def _until(owner: Row) -> str:
    """The last day of an owner's full weeks, else of any work."""
    if not is_missing(owner["full_until"]):
        return f"full until {day(owner['full_until'])}"
    return f"busy until {day(owner['busy_until'])}"


def unplanned(capacity: Row) -> str:
    """The effort that the dates take as done although nobody has time for it; empty without any."""
    parts = [
        f"{count(capacity[key], 'person-day')} {words}"
        for key, words in (
            ("unowned_effort_days", "without an owner"),
            ("idle_owner_effort_days", "of owners who are inactive or whose days are not known"),
        )
        if capacity[key]
    ]
    if not parts:
        return ""
    return f"The dates take {' and '.join(parts)} as done within their leads, by nobody."


def span(scheduled: Row) -> str:
    """From when to when with the days that owners have: "25 Jan 2027 to 26 Feb 2027"."""
    return f"{day(scheduled['capacity_start'])} to {day(scheduled['capacity_finish'])}"


def late(scheduled: Row) -> str:
    """How late that is: "36 days late"; empty where no target slips."""
    slack = scheduled["capacity_slack_days"]
    return "" if is_missing(slack) or slack >= 0 else f"{count(-slack, 'day')} late"


def because(scheduled: Row, kept: Kept, is_named: bool = False) -> Sentence:
    """Why an item is not there earlier: "they are busy with X until 3 May 2027".

    is_named: whether the owner is called by their name and not "they".
    """
    owner = kept.items[scheduled["item_id"]]["owner"] if is_named else ""
    who = person(scheduled["owner_id"], owner) if owner else Words("they")
    them, is_, has = (who, "is", "has") if owner else (Words("them"), "are", "have")
    match scheduled["waits_because"]:
        case "owner":
            other = scheduled["busy_with"]
            until = day(kept.schedule[other]["effort_finish"])
            return say(who, f" {is_} busy with ", _item(other, kept), f" until {until}")
        case "own effort":
            return say("its effort takes ", them, " longer than its lead")
        case "no capacity":
            return say(who, f" {has} no time for it")
        case "gate":
            return say("it is held until then")
        case "requirement":
            return say("it waits for ", _item(scheduled["waits_for"], kept))
    return say("nothing holds it")


def _item(item_id: str, kept: Kept) -> Words:
    return Words(kept.names.short(item_id), "", "item", item_id)


def _longest_wait(scheduled: Row, kept: Kept) -> Row:
    """The row of the schedule that waits longest for its owner on the chain that ends in this one.

    Each requirement of the chain is the one that finishes last; of equal waits the first counts.
    """
    longest = scheduled
    while scheduled["waits_for"]:
        scheduled = kept.schedule[scheduled["waits_for"]]
        if scheduled["owner_wait_days"] >= longest["owner_wait_days"]:
            longest = scheduled
    return longest


def facts(scheduled: Row, kept: Kept) -> list[tuple[str, Sentence]]:
    """Ready, starts, finishes and why, with the days that owners have: labels and words.

    Last stands the longest wait for an owner on the way to it, where that is not its own.
    """
    first, *rest = because(scheduled, kept, is_named=True)
    later = scheduled["capacity_delay_days"]
    delay = "" if is_missing(later) or not later else f", {count(later, 'day')} later"
    found = [
        ("Ready on", say(day(scheduled["ready_on"]))),
        ("Starts on", say(day(scheduled["capacity_start"]))),
        ("Finishes on", say(day(scheduled["capacity_finish"]) + delay)),
        ("Because", (replace(first, text=first.text[0].upper() + first.text[1:]), *rest)),
    ]
    if is_missing(scheduled["capacity_finish"]):
        return found
    longest = _longest_wait(scheduled, kept)
    if longest is scheduled or not longest["owner_wait_days"]:
        return found
    days = f", {count(longest['owner_wait_days'], 'day')}: "
    why = because(longest, kept, is_named=True)
    return [*found, ("Longest wait", say(_item(longest["item_id"], kept), days, *why))]


def drawn(by_map: DataFrame, kept: DataFrame, is_kept: bool) -> Sentence:
    """Which dates a picture draws, and how many are late by the others.

    Rows of report.items, and those of selections.as_owners_can, drawn where `is_kept`.
    """
    other = on_route(by_map if is_kept else kept)
    late = int(other["is_late"].sum())
    said = f"{late or 'none'} of {count(len(other), 'prerequisite')}"
    if is_kept:
        return say(
            "Drawn are the ",
            Words("dates that owners can keep", "strong"),
            f"; by the map, as if no owner were short of time, {said} {are(late)} late.",
        )
    return say(
        "Drawn are the ",
        Words("dates by the map", "strong"),
        f", as if no owner were short of time; with the days they have {said} {are(late)} late.",
    )


@dataclass(frozen=True)
class Work:
    """How much one owner has to do: open prerequisites and decisions until the next review.

    others: items of others that wait for one of theirs. review: the next review, in words.
    """

    to_start: int
    to_finish: int
    to_decide: int
    open_items: int
    others: int
    review: str


def work(found: Work, is_owned: bool = True) -> Sentence:
    """What one owner has to do until the next review, and how many wait for it.

    is_owned: false where it is about what nobody owns.
    """
    if not found.open_items and not found.to_decide:
        return say("Nothing open is theirs." if is_owned else "Everything open has an owner.")
    parts = [
        f"{number} to {verb}"
        for number, verb in (
            (found.to_finish, "finish"),
            (found.to_start, "start"),
            (found.to_decide, "decide"),
        )
        if number
    ]
    head = (
        say(Words(", ".join(parts), "strong"), f" by {found.review}")
        if parts
        else say(f"Nothing by {found.review}")
    )
    held = "theirs" if is_owned else "without an owner"
    rest = f"; {count(found.open_items, 'open prerequisite')} {are(found.open_items)} {held}"
    if not found.others:
        return say(*head, rest, ", and nothing of others waits for them.")
    verb = "waits" if found.others == 1 else "wait"
    return say(*head, rest, f", and {count(found.others, 'item')} of others {verb} for them.")


def days_of(owner: Row) -> Sentence:
    """What days the plan counts on from one owner, and what these do to its dates."""
    if not owner["is_active"]:
        return say(
            "Inactive: the plan counts on none of their days and takes their work as done "
            "within its leads."
        )
    if is_missing(owner["capacity_days_per_week"]):
        return say(
            "Their days a week are not known, so the plan takes their work as done within its "
            "leads."
        )
    if is_missing(owner["busy_until"]) and not owner["capacity_days_per_week"]:
        return say("They have no day a week, so what is theirs has no date that they can keep.")
    if is_missing(owner["busy_until"]):
        return say("No open item on a route needs their days.")
    waits = owner["wait_days_caused"]
    days = f"{count(owner['capacity_days_per_week'], 'day')} a week"
    if owner["capacity_days_per_week"] % 1:
        days = f"{owner['capacity_days_per_week']:g} days a week"
    return say(
        f"With {days} they are {_until(owner)}; ",
        f"their items wait {count(waits, 'day')} for that in all."
        if waits
        else "nothing waits for their time.",
    )


def delayed(directions: Sequence[Row], kept: Kept, most: int = 3) -> list[Sentence]:
    """The directions that owners delay: the date, the longest wait on its chain, what is enough.

    Those late because of it first, then those late anyway; the last one counts the rest.
    """
    moved = [row for row in directions if row["is_late_by_capacity"] or _delay(row) > 0]
    moved.sort(
        key=lambda row: (not row["is_late_by_capacity"], row["outlook"] != "late", -_delay(row))
    )
    lines = [_delayed(row, kept) for row in moved[:most]]
    rest = len(moved) - most
    if rest > 0:
        more = Words(f"And {count(rest, 'other direction')} later", "", "owner_gaps")
        lines[-1] += say(" ", more, ".")
    return lines


def _delay(direction: Row) -> int:
    days = direction["capacity_delay_days"]
    return 0 if is_missing(days) else int(days)


def _delayed(direction: Row, kept: Kept) -> Sentence:
    head = Words(direction["chart_name"], "strong", "item", direction["direction_id"])
    if is_missing(direction["capacity_forecast"]):
        return say(head, Words(": no date, because an owner it needs has no time", "late"), ".")
    longest = _longest_wait(kept.schedule[direction["direction_id"]], kept)
    is_late = direction["is_late_by_capacity"] or direction["outlook"] == "late"
    misses = Words(f", after its target {day(direction['target'])}", "late") if is_late else ""
    return say(
        head,
        f" {day(direction['capacity_forecast'])}, {count(_delay(direction), 'day')} later",
        misses,
        ": ",
        *because(longest, kept, is_named=True),
        ".",
        *_enough(direction, kept),
    )
