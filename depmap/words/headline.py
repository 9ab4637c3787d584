"""The first line of each page: pure functions from report frames to a sentence.

Each function takes the rows its page shows, after filters, and returns one or two sentences as
words with a tone. Sentences are right for one row and for none. Counts are of rows, dates are
those to start by (safe_start_by), points are those of report.settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from depmap.answers.rows import Row
from depmap.answers.selections import on_route, prerequisites
from depmap.words.capacity import Work
from depmap.words.decisions import Largest, decides
from depmap.words.formats import (
    chance,
    count,
    day,
    points,
    total_points,
)
from depmap.words.sentence import Sentence, Settings, Words, are, have, person, say

if TYPE_CHECKING:
    from pandas import DataFrame, Series


def nothing_matches(is_filtered: bool) -> Sentence:
    """What a page says when it has no row to show."""
    if is_filtered:
        return say("No prerequisite matches these filters.")
    return say("This portfolio has no prerequisites yet. They go into prerequisites.csv.")


def overview(
    items: DataFrame, directions: DataFrame, settings: Settings, is_filtered: bool
) -> list[Sentence]:
    """What must start by when, and which directions miss their target."""
    if prerequisites(items).empty and directions.empty:
        return [nothing_matches(is_filtered)]
    return [must_start(items, settings), outlook(directions)]


def must_start(items: DataFrame, settings: Settings) -> Sentence:
    """How many prerequisites must start by the next review, and what is past already."""
    needed = on_route(items)
    review = day(settings["review_on"])
    if needed.empty:
        return say("No open prerequisite holds up a direction.")
    due = needed[needed["must_start_by_review"]]
    if due.empty:
        dated = needed[needed["safe_start_by"].notna() & (needed["status"] != "in_progress")]
        if dated.empty:
            return say(f"No prerequisite must start by {review}.")
        first = dated.iloc[0]
        return say(f"No prerequisite must start by {review}; the first is ", *_item_by(first), ".")
    head = f"{len(due)} of {count(len(needed), 'prerequisite')} must start by {review}"
    if len(due) == 1:
        owner = " It has no owner." if due.iloc[0]["owner_id"] == "" else ""
        return say(head + ": ", *_item_by(due.iloc[0]), "." + owner)
    unowned = int((due["owner_id"] == "").sum())
    gap = f", {unowned} {have(unowned)} no owner" if unowned else ""
    past = int(due["is_overdue"].sum())
    if not past:
        return say(head + gap + "; first ", *_item_by(due.iloc[0]), ".")
    # Past a safe date and late are two things: the second costs a direction its target.
    late = int(due["is_late"].sum())
    tail = say(Words(f"{late} of them late", "late")) if late else say("first ", _item(due.iloc[0]))
    return say(head + gap + f"; {past} {are(past)} past their safe date, ", *tail, ".")


def _item(item: Series) -> Words:
    """An item's short name, linked to its page."""
    return Words(item["chart_name"], "strong", "item", item["item_id"])


def _item_by(item: Series) -> Sentence:
    """An item's short name, linked, and the date to start by."""
    return say(
        _item(item),
        ", due since " if item["is_overdue"] else ", by ",
        Words(day(item["safe_start_by"]), "strong"),
    )


def outlook(directions: DataFrame) -> Sentence:
    """Which directions miss their target, or how close the closest is."""
    live = directions[directions["is_open"]]
    if live.empty:
        return say("No direction is planned.")
    total = count(len(live), "direction")
    late = live[live["outlook"] == "late"].sort_values("days_early")
    risky = live[live["outlook"] == "at_risk"].sort_values("chance_on_time")
    blocked = live[live["outlook"] == "blocked"]
    parts: list[str | Words] = []
    if len(late):
        worst = late.iloc[0]
        head = f"{len(late)} of {total} {are(len(late))} late"
        by = count(-int(worst["days_early"]), "day")
        parts += [Words(head, "late"), f", {worst['chart_name']} by {by}"]
    if len(risky):
        worst = risky.iloc[0]
        head = f"{len(risky)} more" if parts else f"{len(risky)} of {total}"
        parts += ["; " if parts else "", Words(f"{head} {are(len(risky))} at risk", "risk")]
        parts += [f", {worst['chart_name']} with a chance of {chance(worst['chance_on_time'])}"]
    if len(blocked):
        head = f"{len(blocked)} of {total} {are(len(blocked))} blocked"
        parts += ["; " if parts else "", Words(head, "late"), ": ", *_linked(blocked)]
    return say(*parts, ".") if parts else _all_on_time(live)


def _all_on_time(live: DataFrame) -> Sentence:
    aimed = live[live["outlook"] == "on_time"].sort_values("chance_on_time")
    if aimed.empty:
        one = "The direction has no target."
        return say(one if len(live) == 1 else f"None of {len(live)} directions has a target.")
    closest = aimed.iloc[0]
    odds = f"{chance(closest['chance_on_time'])} by {day(closest['target'])}"
    if len(live) == 1:
        return say(f"{closest['chart_name']} is on time: {odds}.")
    whole = (
        f"All {len(live)} directions are"
        if len(aimed) == len(live)
        else f"{len(aimed)} of {len(live)} directions {have(len(aimed))} a target and "
        f"{are(len(aimed))}"
    )
    return say(f"{whole} on time; the closest call is {closest['chart_name']}, {odds}.")


def _linked(rows: DataFrame, most: int = 3) -> Sentence:
    """The names of directions, each a link to its page, which says why."""
    parts: list[str | Words] = []
    for name, direction in zip(rows["chart_name"][:most], rows["direction_id"][:most], strict=True):
        parts += [", " if parts else "", Words(name, "strong", "item", direction)]
    return say(*parts, f" and {len(rows) - most} more" if len(rows) > most else "")


def _listed(rows: DataFrame, most: int = 3) -> str:
    names = list(rows["chart_name"])
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def plan(windows: Mapping[str, int], settings: Settings, is_filtered: bool) -> Sentence:
    """How many prerequisites stand in which group of the plan: how many rows by plan_window."""
    if not windows:
        return nothing_matches(is_filtered)
    groups = {"decide": "to decide", "in_progress": "in progress", "later": "can wait"}
    rest = [f", {windows[key]} {words}" for key, words in groups.items() if key in windows]
    parked = windows.get("parked", 0)
    now = Words(
        f"{windows.get('now') or 'None'} must start by {day(settings['review_on'])}", "strong"
    )
    return say(now, *rest, f"; {parked} parked." if parked else ".")


def decisions(
    rows: DataFrame, settings: Settings, is_filtered: bool, largest: Largest | None = None
) -> Sentence:
    """Which decision changes a chance most and what is overdue; else how many are due and first."""
    if largest is not None:
        return decides(rows, largest)
    dated = rows[rows["decide_by"].notna()].sort_values("decide_by")
    if rows.empty:
        return say(
            "No open decision matches these filters." if is_filtered else "No decision is open."
        )
    if dated.empty:
        return say(f"{count(len(rows), 'decision')} {are(len(rows))} open, none with a date.")
    review = day(settings["review_on"])
    first = dated.iloc[0]
    since = "due since" if first["is_overdue"] else "by"
    named = say(f"“{first['question']}”, {since} ", Words(day(first["decide_by"]), "strong"))
    due = int(dated["is_due_by_review"].sum())
    if due == 0:
        return say(f"No decision is due by {review}; the first is ", *named, ".")
    if due == 1:
        return say(f"1 of {count(len(rows), 'decision')} is due by {review}: ", *named, ".")
    return say(f"{due} of {count(len(rows), 'decision')} are due by {review}; first ", *named, ".")


def timeline(items: DataFrame, settings: Settings, is_filtered: bool) -> Sentence:
    """How many prerequisites must start by the next review, and how many of all are late."""
    needed = on_route(items)
    if needed.empty:
        return nothing_matches(is_filtered)
    soon = needed[needed["must_start_by_review"]]
    late = int(needed["is_late"].sum())
    tight = int((needed["is_critical"] & ~needed["is_late"]).sum())
    number = count(len(soon), "prerequisite") if len(soon) else "No prerequisite"
    head = f"{number} must start by {day(settings['review_on'])}; "
    tail = f", {tight} {have(tight)} no slack." if tight else "."
    if not late:
        return say(head + "none is late" + tail)
    head += "" if len(soon) == len(needed) else f"of all {len(needed)} on a route, "
    return say(head, Words(f"{late} {are(late)} late", "late"), tail)


def unlock_scores(scored: DataFrame, settings: Settings, is_filtered: bool) -> list[Sentence]:
    """How much the highest ten hold, and which opens most; the rows are those of `scored`."""
    if scored.empty:
        return [nothing_matches(is_filtered)]
    total = total_points(settings["total_expected_value"])
    top = scored.head(10)
    named = say(
        _item(scored.iloc[0]),
        f" opens the most, {points(scored.iloc[0]['unlock_score'])}.",
    )
    if len(scored) == 1:
        held = points(scored.iloc[0]["unlock_score"])
        return [say(f"1 prerequisite holds {held} of {total} points: ", _item(scored.iloc[0]), ".")]
    held = total_points(top["unlock_score"].sum())
    first = "Ten" if len(top) == 10 else str(len(top))
    return [say(f"{first} prerequisites hold {held} of {total} points; ", *named)]


def how_scores_work(shown: DataFrame, settings: Settings) -> str:
    """One sentence on the rule, one on what is in doubt, one on what could be replaced."""
    essential = int(shown["is_essential"].sum())
    unassigned = settings["unassigned_value"] or 0
    doubt = (
        f"{total_points(unassigned)} points stay unassigned because those needs are in doubt. "
        if unassigned >= 0.05
        else "Every need is certain, so nothing stays unassigned. "
    )
    if essential == len(shown):
        split = "All shown here are essential, so none can be replaced."
    else:
        split = (
            f"Of the {len(shown)} shown here {essential} {are(essential)} essential, "
            f"{len(shown) - essential} can be replaced."
        )
    return (
        "Each direction's expected value is split equally over what it still lacks. "
        f"{doubt}{split} Splitting one item in two would gain it share."
    )


def owner_gaps(items: DataFrame, settings: Settings, is_filtered: bool) -> Sentence:
    """How many prerequisites nobody owns, what they hold, for how many a likely owner is known."""
    everything = prerequisites(items[items["is_open"]])
    if everything.empty:
        return nothing_matches(is_filtered)
    unowned = everything[everything["owner_id"] == ""]
    if unowned.empty:
        one = "The open prerequisite shown has an owner."
        many = f"All {len(everything)} open prerequisites shown have an owner."
        return say(one if len(everything) == 1 else many)
    known = int((unowned["suggested_owner"] != "no clear owner").sum())
    total = total_points(settings["total_expected_value"])
    held = total_points(unowned["unlock_score"].sum())
    return say(
        Words(f"{len(unowned)} of {count(len(everything), 'open prerequisite')}", "strong"),
        f" {have(len(unowned))} no owner and {'holds' if len(unowned) == 1 else 'hold'} "
        f"{held} of {total} points; {known} {have(known)} a likely owner.",
    )


def due(work: Work) -> int:
    """How much of somebody's work is to be finished, started or decided until the next review."""
    return work.to_finish + work.to_start + work.to_decide


def everybodys_work(rows: Sequence[Row], settings: Settings) -> Sentence:
    """How much is to be done until the next review, and who has most of it.

    rows: one per owner with `owner_id`, `owner` and what they have to do as `work`; the most first.
    """
    review = day(settings["review_on"])
    kinds = {"to_finish": "to finish", "to_start": "to start", "to_decide": "to decide"}
    sums = {words: sum(getattr(row["work"], kind) for row in rows) for kind, words in kinds.items()}
    said = ", ".join(f"{number} {words}" for words, number in sums.items() if number)
    if not said:
        return say(f"Nobody has anything to finish, start or decide by {review}.")
    head = say(Words(said, "strong"), f" by {review}")
    first = rows[0]
    if first["owner_id"] and due(first["work"]):
        who = person(first["owner_id"], first["owner"], "strong")
        head = say(*head, "; ", who, f" has the most, {due(first['work'])}")
    unowned = sum(due(row["work"]) for row in rows if not row["owner_id"])
    return say(*head, f"; {unowned} {have(unowned)} no owner." if unowned else ".")


def themes(rows: DataFrame, settings: Settings, is_filtered: bool) -> Sentence:
    """Which theme holds most points and which most items."""
    busy = rows[rows["open_items"] > 0]
    if busy.empty:
        return nothing_matches(is_filtered)
    total = total_points(settings["total_expected_value"])
    most = busy.sort_values("unlock_score", ascending=False).iloc[0]
    many = busy.sort_values("open_items", ascending=False).iloc[0]
    held = f"{total_points(most['unlock_score'])} of {total} points"
    head = say(
        Words(most["name"], "strong"), f" holds {held} in {count(most['open_items'], 'open item')}"
    )
    if many["theme_id"] == most["theme_id"]:
        return say(*head, ", more than any other theme.")
    return say(*head, f"; {many['name']} has the most, {count(many['open_items'], 'open item')}.")


def on_the_map(items: DataFrame, is_filtered: bool) -> Sentence:
    """How many prerequisites are shown, needed, done and without owner."""
    rows = prerequisites(items)
    if rows.empty:
        return nothing_matches(is_filtered)
    needed = int((rows["is_open"] & rows["is_on_route"]).sum())
    done = int((rows["status"] == "done").sum())
    unowned = int((rows["is_open"] & (rows["owner_id"] == "")).sum())
    finished = f", {done} {are(done)} done" if done else ""
    return say(
        f"{needed} of {count(len(rows), 'prerequisite')} "
        f"{'holds' if needed == 1 else 'hold'} up a direction{finished}; "
        f"{unowned} open {have(unowned)} no owner."
    )


def trust(items: DataFrame, problem_count: int, is_filtered: bool) -> Sentence:
    """Whether the files load, and how much of the data is sourced and owned."""
    rows = prerequisites(items)
    head = (
        Words(f"The newest files do not load: {count(problem_count, 'problem')}. ", "late")
        if problem_count
        else Words("All files load. ", "strong")
    )
    if rows.empty:
        return say(head, *nothing_matches(is_filtered))
    owned = int((rows["owner_id"] != "").sum())
    sourced = int((rows["lead_grade"] != "judgement").sum())
    rest = "; the rest is judgement." if sourced < len(rows) else "."
    return say(
        head,
        f"{owned} of {count(len(rows), 'prerequisite')} {have(owned)} an owner, "
        f"{sourced} of {count(len(rows), 'lead')} "
        f"{'cites' if sourced == 1 else 'cite'} a source{rest}",
    )
