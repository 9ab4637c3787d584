"""What somebody has to start or to decide, told to who does it: plain lines for a document.

Rows are those of report.*; a line is plain text, so who writes it down marks it up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from depmap.answers.filters import ACTIONS
from depmap.answers.names import NO_CLEAR_OWNER, NO_OWNER, Names
from depmap.answers.rows import Row, is_missing
from depmap.words import decisions as decision_words
from depmap.words import ways_out
from depmap.words.formats import STATUSES, chance, count, day, percent, points, total_points
from depmap.words.item import of_prerequisite, start
from depmap.words.sentence import Settings, plain

PRIORITIES = {1: "urgent", 2: "high", 3: "normal", 4: "low"}
Rows = Mapping[str, Row]


def when(task: Row) -> str:
    """When to start: "Start by 3 Dec 2026", "Start now", "In progress until …"; else no date."""
    if is_missing(task["safe_start_by"]):
        return f"In progress until {day(task['earliest_finish'])}" if (
            task["status"] == "in_progress"
        ) else "No date: no target waits for it"  # fmt: skip
    return start(task).line


def problem(task: Row, directions: Rows, settings: Settings, names: Names) -> list[str]:
    """Why it must start, what waits for it and what leaving it costs."""
    lines = [plain(of_prerequisite(task, directions, settings, names))]
    opened = [names.short(direction) for direction in task["directions"]]
    if opened:
        total = total_points(settings["total_expected_value"] or 0)
        lines.append(
            f"It opens {', '.join(opened)}. Its share of what they are worth is "
            f"{points(task['unlock_score'])} of {total} points."
        )
    return [*lines, *filter(None, [worth(task, settings)])]


def worth(task: Row, settings: Settings) -> str:
    """What to do about it and what waiting for one more review costs; empty off the route."""
    loss = task["expected_loss"]
    if is_missing(loss):
        return ""
    action = ACTIONS[task["action"]]
    if loss <= 0:
        return f"{action}: nothing is lost by leaving it until {day(settings['review_on'])}."
    return (
        f"{action}: leaving it until {day(settings['review_on'])} loses {points(loss)} points on "
        "average."
    )


def context(task: Row, needs: Sequence[Row], names: Names) -> list[str]:
    """Who is outside, how long it takes and why, what needs it, what of ours it changes.

    needs: rows of report.edges that require it.
    """
    lead = [task["lead_low_days"], task["lead_likely_days"], task["lead_high_days"]]
    grade = "our judgement" if task["lead_grade"] == "judgement" else task["lead_source_title"]
    needed = "unknown" if is_missing(task["p_used"]) else percent(task["p_used"])
    lines = [
        f"Theme: {task['theme'] or 'none'}. Kind: {task['kind']}.",
        f"Chance that it is needed: {needed}.",
        f"Waits on: {task['external_party'] or 'nobody outside'}.",
        f"Lead: {_range(*lead)} ({grade}). Our own work: {task['effort_days']:g} person-days.",
    ]
    for need in needs:
        because = f": {need['reason']}" if need["reason"] else ""
        way = "needs it or another way" if need["any_of"] else "needs it"
        helps = "is helped by it" if need["strength"] == "soft" else way
        lines.append(f"{names.of(need['item_id'])} {helps}{because}.".replace("..", "."))
    lines.append(f"Touches: {', '.join(task['touches']) or 'nothing of ours is named'}.")
    return [*lines, *([f"Notes: {task['notes']}"] if task["notes"] else [])]


def _range(low: float, likely: float, high: float) -> str:
    if low == high:
        return count(likely, "calendar day")
    return f"{low:.0f} to {high:.0f} calendar days, likely {likely:.0f}"


def solutions(
    task: Row,
    groups: Sequence[Sequence[Row]],
    ways: Sequence[Row],
    directions: Rows,
    names: Names,
) -> list[str]:
    """Alternatives on the map, and what would be enough where it cuts its lead.

    groups: rows of report.edges, those of each any-of group that the task is in. ways: rows of
    report.ways_out about it.
    """
    lines = []
    for group in groups:
        listed = "; ".join(
            f"{names.of(edge['requires_id'])}{' (taken today)' if edge['is_chosen'] else ''}"
            for edge in group
        )
        lines.append(f"One is enough for {names.of(group[0]['item_id'])}: {listed}.")
    for way in ways:
        if way["kind"] == "at most":
            direction = directions[way["direction_id"]]
            lines.append(
                f"{ways_out.phrase(way, direction, names)}: {direction['chart_name']} is on time "
                f"with a chance of {chance(way['chance_after'])}."
            )
    return lines or ["No other way is on the map."]


def steps(task: Row, everything: Rows) -> list[str]:
    """What to do in order: an owner, what it waits for, the first step, its date, done when.

    everything: rows of report.items by id.
    """
    lines = []
    if task["owner"] == NO_OWNER:
        likely = task["suggested_owner"]
        named = "" if likely in ("", NO_CLEAR_OWNER) else f"; likely {likely}"
        lines.append(f"Name an owner{named}.")
    for other in task["waits_for"]:
        row = everything[other]
        lines.append(f"Wait for {row['name']}, likely done {day(row['earliest_finish'])}.")
    if task["first_step"] and task["status"] != "in_progress":
        lines.append(f"First step: {task['first_step']}.".replace("..", "."))
    last = f"; last day {day(task['start_by'])}" if not is_missing(task["start_by"]) else ""
    lines.append(f"{when(task)}{last}.")
    finish = task["earliest_finish"]
    likely = "" if is_missing(finish) else f", likely {day(finish)}"
    lines.append(f"Done when this is there{likely}: {task['name']}.")
    if len(task["touches"]):
        lines.append(f"Bring up to date what it touches: {', '.join(task['touches'])}.")
    return lines


def progress(task: Row) -> str:
    """Where it stands."""
    status = STATUSES[task["status"]].capitalize()
    since = "" if is_missing(task["started_on"]) else f" since {day(task['started_on'])}"
    can = "" if task["status"] == "in_progress" or is_missing(task["earliest_start"]) else (
        f"; it can start on {day(task['earliest_start'])}"
    )  # fmt: skip
    return f"{status}{since}{can}."


def decide_when(decision: Row) -> str:
    """By when to decide."""
    if is_missing(decision["decide_by"]):
        return "No date: nothing with a date waits for it"
    since = "Due since" if decision["is_overdue"] else "Decide by"
    advisory = " (advisory)" if decision["is_advisory"] else ""
    return f"{since} {day(decision['decide_by'])}{advisory}"


def decision_problem(decision: Row) -> list[str]:
    """The question, by when, and what happens if nobody answers it."""
    return [decision["question"], f"{decide_when(decision)}. {decision['if_undecided']}"]


def decision_context(decision: Row, names: Names) -> list[str]:
    """Who decides, how long that takes, what waits for the answer."""
    lines = [f"Who decides: {decision['owner']}."]
    if decision["lead_days"]:
        lines.append(f"Deciding takes {count(decision['lead_days'], 'calendar day')}.")
    lines += [f"Waits for the answer: {names.of(item_id)}." for item_id in decision["blocks"]]
    if not is_missing(decision["value_of_knowing"]) and decision["value_of_knowing"] > 0:
        lines.append(f"Knowing for sure is worth {points(decision['value_of_knowing'])} points.")
    return lines


def option(row: Row, moves: Sequence[Row], directions: Rows, names: Names) -> str:
    """One answer with what it moves.

    row: of report.decision_options. moves: rows of report.decision_effects of that option.
    """
    said = [
        decision_words.moved(move, directions[move["direction_id"]]["chart_name"]) for move in moves
    ]
    work = decision_words.work(row, names.short)
    today = " Today’s dates assume it." if row["is_assumed"] else ""
    effect = "; ".join(said) + "." if said else row["effect"]
    return f"{row['option']}: {effect} {work}".strip() + today


def decision_steps(decision: Row, first_step: str) -> list[str]:
    """What to do in order: who decides, the first step, the date, where the answer goes."""
    lines = [] if decision["owner_id"] else ["Name who decides."]
    if first_step:
        lines.append(f"First step: {first_step}.".replace("..", "."))
    lines.append(f"{decide_when(decision)}.")
    where = {
        "decision": "Write the chosen option and the day into decisions.yaml.",
        "alternatives": "Pin the alternative that is taken in settings.yaml, under route.",
        "item": "Start it, or set how likely it is needed.",
        "prerequisite": "Set its status to done.",
    }
    return [*lines, where[decision["origin"]]]
