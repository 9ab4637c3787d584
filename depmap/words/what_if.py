"""What a scenario changes and what it moves, in words: for a band, a page and a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from depmap.answers.names import quoted_in_short
from depmap.answers.rows import Row, is_missing
from depmap.look.signs import OUTLOOKS
from depmap.portfolio.change import SETTINGS, Change
from depmap.scenarios.wanted import Wanted
from depmap.words.formats import STATUSES, chance, count, day, points
from depmap.words.sentence import are

NAMED = 3
Names = Mapping[str, str]


def change(one: Change, names: Names) -> str:
    """One change as a clause: "SOC 2 observation window takes at most 140 days".

    names: what items, owners and decisions are called, by id, those of decisions in quotes; what
    is not there is called by its id.
    """
    name, value = names.get(one.id, one.id), one.value
    is_item = one.id in names and not name.startswith("“")
    match one.field:
        case "lead_at_most":
            return f"{name} takes at most {_days(value)}"
        case "lead_days" if is_item:
            number = value.lstrip("+-")
            return f"{name} takes {_days(number, 'fewer' if value.startswith('-') else 'more')}"
        case "lead_days":
            return f"{name} is decided today" if value == "0" else f"{name} takes {_days(value)}"
        case "status":
            return f"{name} is {STATUSES.get(value, value)}"
        case "owner":
            return f"{name} is owned by {names.get(value, value) if value else 'nobody'}"
        case "pin":
            item, _, group = one.id.rpartition("/")
            whose = names.get(item, item)
            if not value:
                return f"{whose} takes what is fastest in {group}"
            return f"{whose} takes {names.get(value, value)}"
        case "strength":
            item, _, required = one.id.rpartition(">")
            waits = "need not wait for" if value == "soft" else "waits for"
            return f"{names.get(item, item)} {waits} {names.get(required, required)}"
        case "option":
            return f"{name} is answered with {quoted_in_short(value)}"
        case "chosen":
            return f"{name} is decided today with {quoted_in_short(value)}"
        case "capacity_days_per_week" if value:
            return f"{name} has {_days(value)} a week"
        case "target":
            return f"the target of {name} moves to {value}" if value else f"{name} has no target"
    field = one.field.replace("_", " ")
    whose = "" if one.id == SETTINGS.word else f" of {name}"
    return f"{field}{whose} is {value or 'empty'}"


def question(changes: Sequence[Change], names: Names) -> str:
    """The whole scenario as a question: "What if A, B and C?"."""
    clauses = [change(one, names) for one in changes]
    listed = " and ".join(filter(None, (", ".join(clauses[:-1]), clauses[-1]))) if clauses else ""
    return f"What if {listed}?"


def asked(scenario: Wanted, names: Names) -> str:
    """What a scenario asks; of one that only adds rows, the names of the saved ones it is."""
    if scenario.changes:
        return question(scenario.changes, names)
    return f"What if {', '.join(saved.name for saved in scenario.saved)}?"


def moved(row: Row) -> str:
    """What a scenario does to one direction, shortest first: its chance, else what else moved.

    row: one of Comparison.directions.
    """
    name, before, after = row["chart_name"], row["outlook_before"], row["outlook_after"]
    if is_missing(before) or is_missing(after):
        return f"{name} {'is new' if is_missing(before) else 'is gone'}"
    chances = chance(row["chance_before"]), chance(row["chance_after"])
    if not is_missing(row["chance_before"]) and not is_missing(row["chance_after"]):
        if chances[0] != chances[1]:
            return f"{name} {chances[0]} → {chances[1]}"
    elif before != after:
        return f"{name} {_outlook(before)} → {_outlook(after)}"
    for column in ("days_moved", "p80_days_moved"):
        if not is_missing(row[column]) and row[column]:
            return f"{name} {shift(row[column])}"
    if not is_missing(row["target_days_moved"]) and row["target_days_moved"]:
        return f"{name} with its target {shift(row['target_days_moved'])}"
    values = points(row["value_before"] or 0), points(row["value_after"] or 0)
    return f"{name} worth {values[0]} → {values[1]} points" if values[0] != values[1] else name


def summary(directions: Sequence[Row]) -> str:
    """What moves, the largest loss of chance first: up to NAMED directions, then how many more.

    What the days of owners alone move, or move otherwise, is told behind.
    """
    by_map = [row for row in directions if row["moves_by_map"]]
    kept = with_owners(directions)
    if not by_map:
        return f"No direction moves by the map. {kept}" if kept else "No direction moves."
    return f"{_few(moved(row) for row in by_map)}.{f' {kept}' if kept else ''}"


def _few(clauses: Iterable[str], separator: str = ", ") -> str:
    """The first NAMED clauses, and how many more there are."""
    listed = list(clauses)
    more = len(listed) - NAMED
    return separator.join(listed[:NAMED]) + (f"{separator}and {more} more" if more > 0 else "")


def with_owners(directions: Sequence[Row]) -> str:
    """How the dates that owners can keep move, where otherwise than by the map; "" where nowhere.

    Those that become late or on time for want of owners come first, then the longest moves.
    """
    other = [row for row in directions if _moves_otherwise(row)]
    other.sort(key=lambda row: (_turns(row) == "", -abs(_days_of(row, "capacity_days_moved") or 0)))
    if not other:
        return ""
    return f"With the days owners have: {_few(f'{_kept(row)}{_turns(row)}' for row in other)}."


def _moves_otherwise(row: Row) -> bool:
    by_owners = _days_of(row, "capacity_days_moved")
    if is_missing(row["outlook_before"]) or is_missing(row["outlook_after"]):
        return False
    if by_owners is None:
        dates = (row["capacity_forecast_before"], row["capacity_forecast_after"])
        return is_missing(dates[0]) != is_missing(dates[1]) and not row["moves_by_map"]
    return by_owners != (_days_of(row, "days_moved") or 0) or _turns(row) != ""


def _days_of(row: Row, column: str) -> int | None:
    return None if is_missing(row[column]) else int(row[column])


def _kept(row: Row) -> str:
    days = _days_of(row, "capacity_days_moved")
    if days is None:
        gone = is_missing(row["capacity_forecast_after"])
        return f"{row['chart_name']} {'without a date' if gone else 'with a date'}"
    return f"{row['chart_name']} {shift(days) if days else 'as it was'}"


def _turns(row: Row) -> str:
    """Whether a direction becomes late for want of owners, or is so no more."""
    before, after = row["is_late_by_capacity_before"], row["is_late_by_capacity_after"]
    if is_missing(before) or is_missing(after) or bool(before) == bool(after):
        return ""
    return " and late for want of them" if after else " and no longer late for want of them"


def shift(days: Any) -> str:
    """A move in days: "23 days later", "1 day earlier"."""
    return f"{count(abs(int(days)), 'day')} {'later' if days > 0 else 'earlier'}"


def sides(row: Row) -> list[tuple[str, str, str]]:
    """What moved of a direction: what it is, before and after, for a table."""
    found = [
        ("likely finish", day(row["forecast_before"]), day(row["forecast_after"])),
        ("80 % date", day(row["p80_before"]), day(row["p80_after"])),
        (
            "with the days owners have",
            day(row["capacity_forecast_before"]),
            day(row["capacity_forecast_after"]),
        ),
        ("target", day(row["target_before"]), day(row["target_after"])),
        ("chance", chance(row["chance_before"]), chance(row["chance_after"])),
        ("outlook", _outlook(row["outlook_before"]), _outlook(row["outlook_after"])),
        ("expected value", _points(row["value_before"]), _points(row["value_after"])),
    ]
    return [one for one in found if one[1] != one[2]]


def _outlook(word: Any) -> str:
    if is_missing(word):
        return "not there"
    return OUTLOOKS[word].words if word in OUTLOOKS else str(word)


def _points(value: Any) -> str:
    return "nothing" if is_missing(value) else f"{points(value)} points"


def _days(text: str, which: str = "") -> str:
    words = f"{which} day".strip()
    return f"{text} {words}" if text == "1" else f"{text} {words}s"


def differences(items: Sequence[Row]) -> str:
    """How many prerequisites differ by the map, and in what; behind it those that owners move."""
    by_map = [row for row in items if row["moves_by_map"]]
    kept = _items_with_owners(items)
    if not by_map:
        return f"No prerequisite has another start by, action or score.{kept}"
    return f"{_differ(by_map)}.{kept}"


def _items_with_owners(items: Sequence[Row]) -> str:
    """How many prerequisites are there on another day with the days that owners have, or never."""
    days = [_days_of(row, "capacity_days_moved") or 0 for row in items]
    never = [
        row for row in items if is_missing(row["capacity_finish_after"]) and not row["moves_by_map"]
    ]
    said = [
        f"{number} {are(number)} {when}"
        for number, when in (
            (sum(moved < 0 for moved in days), "there earlier"),
            (sum(moved > 0 for moved in days), "there later"),
            (len(never), "without a date"),
        )
        if number
    ]
    return f" With the days owners have {', '.join(said)}." if said else ""


def _differ(items: Sequence[Row]) -> str:
    later = sum(1 for row in items if (row["days_moved"] or 0) > 0)
    earlier = sum(1 for row in items if (row["days_moved"] or 0) < 0)
    actions = sum(1 for row in items if row["action_before"] != row["action_after"])
    said = [
        f"{count(number, 'prerequisite')} {words}"
        for number, words in (
            (later, "may start later"),
            (earlier, "must start earlier"),
            (
                actions,
                "is to be handled otherwise" if actions == 1 else "are to be handled otherwise",
            ),
        )
        if number
    ]
    for column, words in (
        ("is_newly_blocked", "newly blocked"),
        ("is_blocked_no_more", "blocked no more"),
        ("is_newly_unowned", "newly without an owner"),
        ("is_unowned_no_more", "no longer without an owner"),
    ):
        if number := sum(1 for row in items if row[column]):
            said.append(f"{number} {words}")
    return "; ".join(said) or f"{count(len(items), 'prerequisite')} with another score"


def likely_questions(item: Row, required: Sequence[str], names: Names) -> list[tuple[str, Change]]:
    """What somebody may ask about an open prerequisite: the words, and the change to try.

    required: ids of what it plainly requires and what is still open.
    """
    own, likely = item["item_id"], int(item["lead_likely_days"])
    asked = [("it is done already", Change(own, "status", "done"))]
    if likely > 1:
        half = Change(own, "lead_at_most", str(likely // 2))
        asked.append((f"it takes at most {_days(half.value)}, half as long", half))
    asked += [
        ("it takes 30 days longer", Change(own, "lead_days", "+30")),
        ("it is not needed", Change(own, "status", "not_needed")),
    ]
    return asked + [
        (
            f"it need not wait for {names.get(other, other)}",
            Change(f"{own}>{other}", "strength", "soft"),
        )
        for other in required
    ]
