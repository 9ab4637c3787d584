"""The first line of an item's page: why it must start by its date, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from depmap.answers.names import Names
from depmap.answers.rows import Row, is_missing
from depmap.look.signs import OUTLOOKS
from depmap.portfolio.table import is_foreign
from depmap.words.formats import chance, count, day, percent
from depmap.words.sentence import Sentence, Settings, Tone, Words, say

# A long circle is named by its first items.
SHOWN_OF_A_CIRCLE = 5
ELSEWHERE = {
    "done": "is done",
    "dropped": "is dropped: what waits for it has no date",
    "not_needed": "is not needed: nothing waits for it",
    "blocked": "can never start: what waits for it has no date",
}
TONES: Mapping[str, Tone] = {"late": "late", "at_risk": "risk"}


def goal_words(goal: float) -> str:
    """The confidence goal as people say it: "4 of 5 cases"."""
    return "4 of 5 cases" if abs(goal - 0.8) < 1e-9 else f"{percent(goal)} of cases"


def of(item: Row, directions: Mapping[str, Row], settings: Settings, names: Names) -> Sentence:
    """The first line of an item's page; directions: rows of report.directions by id."""
    if item["item_type"] == "direction":
        if item["is_blocked"] and item["is_open"]:
            return blocked(item, names)
        return of_direction(directions[item["item_id"]], settings)
    if item["item_type"] == "foreign":
        return of_foreign(item, directions, names)
    return of_prerequisite(item, directions, settings, names)


def of_foreign(item: Row, directions: Mapping[str, Row], names: Names) -> Sentence:
    """Whether an item of another portfolio comes in time; directions: as of `of`."""
    home, status = item["owner"], item["status"]
    if status != "open":
        return say(f"{home} says that it {ELSEWHERE[status]}.")
    likely = f"{home} has it likely on {day(item['earliest_finish'])}"
    if is_missing(item["start_by"]):
        return say(f"{likely}; no target here waits for it.")
    if item["is_late"]:
        bound = item["binding_direction"]
        return say(
            Words(f"{count(item['days_late'], 'day')} late", "late"),
            f": {likely}, so {names.short(bound)} misses {day(directions[bound]['target'])}.",
        )
    needed = item["earliest_finish"] + timedelta(days=int(item["slack_days"]))
    return say(f"{likely}, in time: it is needed by {day(needed)}.")


def of_prerequisite(
    item: Row, directions: Mapping[str, Row], settings: Settings, names: Names
) -> Sentence:
    """Why this prerequisite must start by its date, or why it has none.

    directions: rows of report.directions by id.
    """
    special = _without_start(item, names)
    if special:
        return special
    if item["action"] == "park":
        doubt = f": the chance it is needed is {chance(item['p_used'])}; {look_again(item)}. "
        head = say(Words("Too speculative to start yet", "strong"), doubt)
        return (*head, *_by_its_date(item, directions, settings, names))
    return _by_its_date(item, directions, settings, names)


def _by_its_date(
    item: Row, directions: Mapping[str, Row], settings: Settings, names: Names
) -> Sentence:
    safe, last = item["safe_start_by"], item["start_by"]
    is_parked = item["action"] == "park"
    if is_missing(safe) or is_missing(last):
        held = count(item["direction_count"], "direction")
        return say(f"It holds up {held}, none of them with a target, so it has no date.")
    kept_direction, missed_direction = item["safe_binding_direction"], item["binding_direction"]
    subject = "it" if kept_direction == missed_direction else names.short(missed_direction)
    missed = f"misses {day(directions[missed_direction]['target'])}"
    if item["is_late"]:
        return say(
            Words(f"{count(item['days_late'], 'day')} late", "late"),
            f": its last day is {day(last)} and it cannot start before "
            f"{day(item['earliest_start'])}, so {names.short(missed_direction)} {missed}.",
        )
    after = f"; after {day(last)} {subject} {missed}."
    kept = directions[kept_direction]
    if not kept["has_safe_start"]:
        head = "If it is needed" if is_parked else Words(start(item).line, "strong")
        return say(head, _without_promise(kept, settings) + after)
    goal = goal_words(settings["confidence_goal"])
    on_time = f" keeps {names.short(kept_direction)} on time in {goal}"
    head = "If it is needed, a start by " if is_parked else "A start by "
    return say(head, Words(day(safe), "strong"), on_time + after)


def look_again(item: Row) -> str:
    """When to look again at what is parked, in a clause."""
    if is_missing(item["revisit_on"]):
        return "look again when a direction with a target needs it"
    return f"look again on {day(item['revisit_on'])}"


def _without_promise(direction: Row, settings: Settings) -> str:
    """What is left to say of a direction that no dates to start by keep on time often enough."""
    goal = settings["confidence_goal"]
    gone = (
        f", and no start date gives {percent(goal)} any more"
        if direction["chance_on_time"] < goal
        else ""
    )
    return (
        f": with everything as early as it can be, {direction['chart_name']} has a chance of "
        f"{chance(direction['chance_on_time'])}{gone}"
    )


@dataclass(frozen=True)
class When:
    """When to start, in words: `head` for a cell, `note` or `was` under it; or a whole `line`."""

    head: str
    line: str
    note: str = ""
    was: str = ""


def start(item: Row) -> When:
    """When to start an open item that has a date; one that cannot be met is not shown as one."""
    safe = day(item["safe_start_by"])
    if item["status"] == "in_progress":
        until = f"until {day(item['earliest_finish'])}"
        return When("in progress", f"In progress {until}", until)
    if not item["misses_safe_start"]:
        return When(safe, f"Start by {safe}")
    if item["plan_window"] == "parked":
        again = f"on {day(item['revisit_on'])}"
        return When("look again", f"Look again {again}", again)
    if item["can_start_now"]:
        return When("now", "Start now", was=f"was {safe}")
    since = f"from {day(item['earliest_start'])}"
    if item["plan_window"] == "later":
        return When("next in line", f"Next in line, {since}", since)
    return When("when ready", f"Start when ready, {since}", since)


def held(item: Row, decisions: Mapping[str, Row]) -> str:
    """What holds an item although all it requires is there; empty when nothing does.

    decisions: rows of report.decisions by id.
    """
    if is_missing(item["gated_until"]):
        return ""
    until = day(item["gated_until"])
    if not item["gated_by"]:
        return f"Not before {until}"
    return f"Waits for the decision “{decisions[item['gated_by']]['question']}”, until {until}"


def blocked(item: Row, names: Names) -> Sentence:
    """What blocks an item that can never start: something dropped, or a circle it waits for."""
    cause = list(item["blocked_by"])
    links = [Words(names.short(other), "strong", "item", other) for other in cause]
    if len(cause) == 1:
        why = ", which will not come." if is_foreign(cause[0]) else ", which is dropped."
        return say(Words("Blocked", "late"), ": it waits for ", links[0], why)
    circle: list[str | Words] = []
    for link in (*links[:SHOWN_OF_A_CIRCLE], links[0]):
        circle += [" needs " if circle else "", link]
    if len(links) > SHOWN_OF_A_CIRCLE:
        circle[-2] = " needs … needs "
    return say(Words("Blocked", "late"), " by a circle: ", *circle, ".")


def _without_start(item: Row, names: Names) -> Sentence:
    """The sentence of an item that has no start date to keep; empty when it has one."""
    if item["status"] == "done":
        when = "" if is_missing(item["done_on"]) else f" on {day(item['done_on'])}"
        return say(f"Done{when}.")
    if item["status"] == "dropped":
        return say("Dropped. What needs it is blocked.")
    if item["status"] == "not_needed":
        return say("Not needed: nothing waits for it.")
    if item["status"] == "in_progress" and not is_missing(item["earliest_finish"]):
        since = "" if is_missing(item["started_on"]) else f" since {day(item['started_on'])}"
        return say(f"In progress{since}, likely done by {day(item['earliest_finish'])}.")
    if item["is_blocked"]:
        return blocked(item, names)
    if item["action"] == "helps":
        return say(
            f"It helps but holds up nothing; advisory date {day(item['advisory_start_by'])}."
        )
    if item["action"] == "alternative":
        return say("An alternative that is not on the route: another way is chosen or done.")
    if not item["is_on_route"]:
        return say("No direction needs it today.")
    return ()


def of_direction(direction: Row, settings: Settings) -> Sentence:
    """Likely finish, the date that holds in 4 of 5 cases, target, chance and reserve."""
    if direction["outlook"] in ("delivered", "dropped"):
        return say(f"{OUTLOOKS[direction['outlook']].words.capitalize()}.")
    head = f"Likely {day(direction['forecast'])}, 4 in 5 by {day(direction['p80'])}"
    if is_missing(direction["target"]):
        return say(head + "; it has no target.")
    tone = TONES.get(direction["outlook"], "strong")
    odds = Words(f"chance {chance(direction['chance_on_time'])}", tone)
    target = f"; target {day(direction['target'])}, "
    goal = settings["confidence_goal"]
    if not direction["has_safe_start"] and direction["chance_on_time"] < goal:
        return say(head + target, odds, f". No start date gives {percent(goal)}.")
    reserve = count(direction["reserve_days"], "day")
    passed = (
        ""
        if direction["has_safe_start"]
        else "; some of its dates to start by have passed, so start early"
    )
    return say(head + target, odds, f". Keep {reserve} in hand{passed}.")


def calibration(finished: Sequence[Row], earlier: int) -> str:
    """How often leads held, of finished prerequisites with both days: rows of report.calibration.

    earlier: how many of them bring the range that stood before they were started.
    """
    if not finished:
        return (
            "No prerequisite with both days is finished yet. Once some are, this says how many took"
            " longer than likely, and longer than high."
        )
    over = sum(1 for row in finished if row["actual_days"] > row["lead_likely_days"])
    beyond = sum(1 for row in finished if row["actual_days"] > row["lead_high_days"])
    return (
        f"Of {len(finished)} finished, {over or 'none'} took longer than likely,"
        f" {beyond or 'none'} longer than high{_by_ranges(len(finished), earlier)}."
    )


def _by_ranges(finished: int, earlier: int) -> str:
    if not earlier:
        return ", by their ranges of today"
    if earlier < finished:
        return f"; {earlier} by the range before they were started, the others by that of today"
    return ", by the ranges before they were started"
