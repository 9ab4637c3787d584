"""What would be enough for a direction that misses its goal, and what drives its date, in words.

Modest: a way out is enough by itself and never what anybody should do, and a cap is said with the
range that it cuts. Rows are those of report.ways_out, report.drivers and report.directions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from depmap.answers.names import Names
from depmap.answers.rows import Row, is_missing
from depmap.portfolio.change import read_changes
from depmap.words.formats import chance, count, day, percent
from depmap.words.item import TONES
from depmap.words.sentence import Sentence, Settings, Words, say

# The kinds in the order of their ranks, with what stands over those of one kind.
HEADINGS: Mapping[str, str] = {
    "at most": "Enough by itself",
    "alternative": "With another alternative",
    "option": "With an option of an open decision",
    "decide": "When a decision is taken today",
    "capacity": "With more days a week",
    "together": "Enough together",
    "no wait": "If it need not wait for",
    "target": "The target",
}


def enough(
    direction: Row, ways: Sequence[Row], settings: Settings, names: Names, *, others: bool = False
) -> Sentence:
    """One sentence for a direction below its goal: the first way out of each sort, then the target.

    What harms another direction is never named here. With `others` it also says how many leads
    beside the first one are enough. Empty for a direction that reaches its goal.
    """
    if not ways:
        return ()
    goal = percent(settings["confidence_goal"])
    target = [way for way in ways if way["kind"] == "target"]
    caps = _useful(ways, "at most")
    told = [*caps[:1], *_useful(ways, "alternative", "option", "decide")[:1]]
    told = told or _useful(ways, "together")
    if not told:
        return say(_nothing_alone(direction, goal, names), *_or_target(direction, target), ".")
    phrases = [link(way, direction, names) for way in [*told, *target]]
    if others and len(caps) > 1:
        phrases.insert(1, Words(_others(caps[1:])))
    return say(f"Enough for {goal}: ", *_either(phrases), ".")


def _useful(ways: Sequence[Row], *kinds: str) -> list[Row]:
    """Those of these kinds that harm nobody and are not nearly always so by themselves."""
    return [
        way
        for way in ways
        if way["kind"] in kinds and not len(way["harms"]) and not way["is_nearly_always"]
    ]


def _others(caps: Sequence[Row]) -> str:
    """How many other leads are enough, and at how many days."""
    days = sorted({int(way["days"]) for way in caps})
    at = f"{days[0]} to {days[-1]}" if len(days) > 1 else f"{days[0]}"
    return f"one other at {at}" if len(caps) == 1 else f"one of {len(caps)} others at {at}"


def _nothing_alone(direction: Row, goal: str, names: Names) -> str:
    best = direction["best_five"]
    if not len(best):
        return f"No single lead, option or decision is enough for {goal}"
    who = f"these {len(best)}" if len(best) > 1 else names.short(best[0])
    at_best = "at their best" if len(best) > 1 else "at its best"
    reached = chance(direction["chance_at_best_five"])
    return f"No single change is enough for {goal}; even with {who} {at_best}, {reached}"


def _or_target(direction: Row, target: Sequence[Row]) -> Iterator[str | Words]:
    for way in target:
        yield "; only the "
        yield _opened(_target(way, direction), way)


def _either(phrases: Sequence[Words]) -> Iterator[str | Words]:
    for place, words in enumerate(phrases):
        is_last = place == len(phrases) - 1
        yield ("" if place == 0 else ", or " if is_last else ", ")
        yield words


def link(way: Row, direction: Row, names: Names) -> Words:
    """A way out in a few words that open the direction's page under it."""
    return _opened(phrase(way, direction, names), way)


def _opened(said: str, way: Row) -> Words:
    return Words(said, "strong", "item", way["direction_id"], {"what_if": list(way["what_if"])})


def phrase(way: Row, direction: Row, names: Names) -> str:
    """A way out in a few words, such as "the observation window agreed at 143 days or less"."""
    match way["kind"]:
        case "at most" if way["item_id"] == way["direction_id"]:
            return f"its own delivery in {count(way['days'], 'day')} or less"
        case "at most":
            return f"{names.short(way['item_id'])} agreed at {count(way['days'], 'day')} or less"
        case "alternative":
            return f"{names.short(way['requires_id'])} chosen for {names.short(way['item_id'])}"
        case "option":
            return f"the option “{way['option_name']}” of {way['decision_id']}"
        case "decide":
            return f"{way['decision_id']} decided today, whatever the answer"
        case "together":
            return " with ".join(
                f"{names.short(change.id)} in {count(int(change.value), 'day')}"
                for change in read_changes(way["what_if"])
            )
        case "no wait":
            item, required = names.short(way["item_id"]), names.short(way["requires_id"])
            return f"{item} need not wait for {required}"
    return _target(way, direction)


def _target(way: Row, direction: Row) -> str:
    return f"target {day(direction['target'] + timedelta(days=int(way['days'])))}"


def note(way: Row, names: Names) -> str:
    """What belongs to a way out: the range that a cap cuts, how often it is so, whom it harms."""
    said = []
    if not is_missing(way["ease"]):
        low, likely, high = (int(way[f"lead_{end}_days"]) for end in ("low", "likely", "high"))
        said.append(f"today {low} to {high}, likely {likely}")
        said.append(how_often(way))
    if len(way["harms"]):
        others = ", ".join(names.short(item) for item in way["harms"])
        said.append(f"lowers the chance of {others}")
    return "; ".join(said)


def how_often(way: Row) -> str:
    """How often a lead is that short by itself, in words: "1 case in 6"."""
    share = way["ease"]
    if way["is_nearly_always"]:
        return "nearly always so by itself"
    if share < 0.01:
        return "hardly ever so by itself"
    if share > 0.5:
        return f"{round(10 * share)} cases in 10 by themselves"
    return f"1 case in {round(1 / share)} by itself"


def is_shown(driver: Row) -> bool:
    """Whether an item decides the date often enough to be worth a row: half a percent."""
    return bool(driver["critical_share"] >= 0.005)


def drives(driver: Row, names: Names) -> str:
    """How often an item decides the date, and the chance if it came at its best."""
    return (
        f"{names.short(driver['item_id'])} decides {percent(driver['critical_share'])}; "
        f"at its best the chance is {chance(driver['chance_at_low'])}"
    )


def odds(direction: Row) -> Sentence:
    """The chance of a direction and its target; beside it the chance if delays come together.

    That is said where it is five points or more lower.
    """
    if is_missing(direction["chance_on_time"]):
        return ()
    alone, together = direction["chance_on_time"], direction["chance_if_together"]
    tone = TONES.get(direction["outlook"], "strong")
    lower = ""
    if direction["is_lower_together"]:
        lower = f", {chance(together)} if delays of one kind come together"
    by = f" to be on time by {day(direction['target'])}"
    return say(Words(chance(alone), tone), by, lower)
