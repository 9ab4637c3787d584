"""What would be enough for a direction that misses its goal, and what drives its date, in words.

Modest: a way out is enough by itself and never what anybody should do, and a cap is said with the
range that it cuts. Rows are those of report.ways_out, report.drivers and report.directions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from depmap.answers.names import Names, quoted_in_short
from depmap.answers.rows import Row, is_missing
from depmap.look.signs import OUTLOOKS
from depmap.portfolio.change import read_changes
from depmap.words import item as item_words
from depmap.words.formats import chance, count, day, percent
from depmap.words.item import TONES
from depmap.words.sentence import Sentence, Settings, Words, person, plain, say

# The kinds in the order of their ranks, with what stands over those of one kind.
HEADINGS: Mapping[str, str] = {
    "at most": "Enough by itself",
    "alternative": "With another alternative",
    "option": "With an option of an open decision",
    "decide": "When a decision is taken today",
    "capacity": "On the likely date with more days a week",
    "together": "Enough together",
    "no wait": "Without waiting",
    "target": "The target",
}
_FEW = ("none", "one", "two", "three", "four", "five")


def enough(
    direction: Row,
    ways: Sequence[Row],
    settings: Settings,
    names: Names,
    *,
    others: bool = False,
    under: Sequence[str] = (),
) -> Sentence:
    """One sentence for a direction below its goal: the first way out of each sort, then the target.

    What harms another direction is never named here. With `others` it also says how many leads
    beside the first one are enough. `under` holds the changes of the scenario in force, which a
    way out adds to. Empty for a direction that reaches its goal.
    """
    ways = for_the_goal(ways)
    if not ways:
        return ()
    goal = percent(settings["confidence_goal"])
    target = _of(ways, "target")
    named = _named(ways)
    if not named:
        return say(
            _nothing_alone(direction, ways, goal, names), *_or_target(direction, target, under), "."
        )
    phrases = [link(way, direction, names, under) for way in [*named, *target]]
    caps = _useful(ways, "at most")
    if others and named[0]["kind"] == "at most" and len(caps) > 1:
        phrases.insert(1, Words(_others(caps[1:])))
    return say(f"Enough for {goal}: ", *_either(phrases), ".")


def for_the_goal(ways: Sequence[Row]) -> list[Row]:
    """Those after which the chance reaches the goal: more days a week meet the target only."""
    return [way for way in ways if way["kind"] != "capacity"]


def of_direction(
    direction: Row,
    ways: Sequence[Row],
    settings: Settings,
    names: Names,
    under: Sequence[str] = (),
) -> Sentence:
    """The first line of the page of a direction below its goal: its chance and what is enough."""
    whole = enough(direction, ways, settings, names, others=True, under=under)
    return (*odds(direction), *say(". "), *whole)


def answer(
    item: Row,
    ways: Sequence[Row],
    directions: Mapping[str, Row],
    settings: Settings,
    names: Names,
    under: Sequence[str] = (),
) -> Sentence:
    """The first line of any item: what is enough where something is missing, else why and when.

    ways: those of the item. directions: rows of report.directions by id.
    """
    if for_the_goal(ways):
        return of_direction(directions[item["item_id"]], ways, settings, names, under)
    return item_words.of(item, directions, settings, names)


def first_enough(
    direction: Row, ways: Sequence[Row], names: Names, under: Sequence[str] = ()
) -> Sentence:
    """The first way out of a direction and its target in a short line, each a link to try it.

    under: the changes of the scenario in force, which a way out adds to.
    """
    named = [*_named(ways)[:1], *_of(ways, "target")]
    return _tried(direction, named, names, under, ", or ")


def up_to_three(
    direction: Row, ways: Sequence[Row], names: Names, under: Sequence[str] = ()
) -> Sentence:
    """Up to three ways out of a direction, each a link to try it: of different sorts, then leads.

    under: the changes of the scenario in force, which a way out adds to.
    """
    named = [*_named(ways), *_of(ways, "target")]
    more = [way for way in _useful(ways, "at most") if way not in named]
    named = sorted([*named, *more][:3], key=lambda way: int(way["rank"]))
    return _tried(direction, named, names, under, "; ")


def _tried(
    direction: Row, ways: Sequence[Row], names: Names, under: Sequence[str], between: str
) -> Sentence:
    sign, tone = OUTLOOKS[direction["outlook"]].symbol, TONES.get(direction["outlook"], "strong")
    parts: list[str | Words] = []
    for way in ways:
        parts += (
            [between, link(way, direction, names, under)]
            if parts
            else [link(way, direction, names, under)]
        )
    name = Words(direction["chart_name"], "strong")
    return say(Words(f"{sign} ", tone), name, ": " if len(ways) > 1 else ": only ", *parts, ".")


def _of(ways: Sequence[Row], kind: str) -> list[Row]:
    return [way for way in ways if way["kind"] == kind]


def _named(ways: Sequence[Row]) -> list[Row]:
    """What a sentence names before the target: the first of each sort that is worth a sentence."""
    caps, picks = _useful(ways, "at most"), _useful(ways, "alternative", "option", "decide")
    nearly_always = [way for way in ways if way["is_nearly_always"] and not len(way["harms"])]
    return [*caps[:1], *picks[:1]] or _useful(ways, "together") or nearly_always[:1]


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
    return f"one other at {at}" if len(caps) == 1 else f"one of {_few(len(caps))} others at {at}"


def _few(number: int) -> str:
    return _FEW[number] if number < len(_FEW) else str(number)


def _nothing_alone(direction: Row, ways: Sequence[Row], goal: str, names: Names) -> str:
    kinds = {way["kind"] for way in ways} - {"target"}
    if kinds - {"no wait"}:
        return f"Each change that is enough for {goal} lowers the chance of another direction"
    alone = f"No single {'lead, option or decision' if kinds else 'change'} is enough for {goal}"
    best = direction["best_five"]
    if not len(best):
        return alone
    many = len(best) > 1
    who = (
        f"these {_few(len(best))} at their best" if many else f"{names.short(best[0])} at its best"
    )
    return f"{alone}; even with {who}, {chance(direction['chance_at_best_five'])}"


def _or_target(
    direction: Row, target: Sequence[Row], under: Sequence[str]
) -> Iterator[str | Words]:
    for way in target:
        yield "; only the "
        yield _opened(_target(way, direction), way, under)


def _either(phrases: Sequence[Words]) -> Iterator[str | Words]:
    for place, words in enumerate(phrases):
        is_last = place == len(phrases) - 1
        yield ("" if place == 0 else ", or " if is_last else ", ")
        yield words


def link(way: Row, direction: Row, names: Names, under: Sequence[str] = ()) -> Words:
    """A way out in a few words that open the direction's page under it.

    under: the changes of the scenario in force, which a way out adds to.
    """
    nearly = f", {_by_itself(way)}" if way["is_nearly_always"] else ""
    return _opened(phrase(way, direction, names) + nearly, way, under)


def _opened(said: str, way: Row, under: Sequence[str]) -> Words:
    changes = {"what_if": [*under, *way["what_if"]]}
    return Words(said, "strong", "item", way["direction_id"], changes)


def phrase(way: Row, direction: Row, names: Names) -> str:
    """A way out in a few words, such as "the observation window agreed at 143 days or less"."""
    return plain(linked(way, direction, names))


def linked(way: Row, direction: Row, names: Names) -> Sentence:
    """The same words with links to what they name."""

    def item(item_id: str) -> Words:
        return Words(names.short(item_id), page="item", item=item_id)

    decision = Words(names.question(way["decision_id"]), page="decisions")
    match way["kind"]:
        case "at most" if way["item_id"] == way["direction_id"]:
            return say(f"its own delivery in {at_most(way)}")
        case "at most":
            return say(item(way["item_id"]), f" agreed at {at_most(way)}")
        case "alternative":
            return say(item(way["requires_id"]), " chosen for ", item(way["item_id"]))
        case "option":
            return say(f"the option {quoted_in_short(way['option_name'])} of ", decision)
        case "decide":
            return say(decision, " decided today, whatever the answer")
        case "capacity":
            (change,) = read_changes(way["what_if"])
            finish = day(way["capacity_forecast_after"])
            who = person(way["owner_id"], way["owner"])
            return say(who, f" with {change.value} days a week: there on {finish}")
        case "together":
            parts: list[str | Words] = []
            for change in read_changes(way["what_if"]):
                days = f" in {count(int(change.value), 'day')}"
                parts += [" with " if parts else "", item(change.id), days]
            return say(*parts)
        case "no wait":
            return say(item(way["item_id"]), " need not wait for ", item(way["requires_id"]))
    return say(_target(way, direction))


def whole(way: Row, direction: Row, names: Names) -> Sentence:
    """A way out as a line of its own, with links to what it names."""
    if way["kind"] == "target":
        moved = count(abs(way["days"]), "day")
        to = day(direction["target"] + timedelta(days=int(way["days"])))
        return say("Move the target to ", Words(to, "strong"), f", {moved} later")
    first, *rest = linked(way, direction, names)
    if first.page:
        return (first, *rest)
    return (Words(first.text[:1].upper() + first.text[1:]), *rest)


def at_most(way: Row) -> str:
    """The longest lead that is enough."""
    return f"{count(way['days'], 'day')} or less"


def _target(way: Row, direction: Row) -> str:
    return f"target {day(direction['target'] + timedelta(days=int(way['days'])))}"


def note(way: Row, names: Names) -> str:
    """What belongs to a way out: the range that a cap cuts, how often it is so, whom it harms."""
    often = "" if is_missing(way["ease"]) else _by_itself(way)
    return "; ".join(filter(None, (own_range(way), often, harm(way, names))))


def own_range(way: Row) -> str:
    """The range that a cap cuts; empty for other kinds."""
    if is_missing(way["ease"]):
        return ""
    low, likely, high = (int(way[f"lead_{end}_days"]) for end in ("low", "likely", "high"))
    return f"today {low} to {high}, likely {likely}"


def harm(way: Row, names: Names) -> str:
    """Whose chance a way out lowers; empty where it harms nobody."""
    others = ", ".join(names.short(item) for item in way["harms"])
    return f"lowers the chance of {others}" if others else ""


def how_often(way: Row) -> str:
    """How often a lead is that short, in words: "1 case in 6"."""
    share = way["ease"]
    if way["is_nearly_always"]:
        return "nearly always so"
    if share < 0.01:
        return "hardly ever so"
    if share > 0.5:
        return f"{round(10 * share)} cases in 10"
    return f"1 case in {round(1 / share)}"


def _by_itself(way: Row) -> str:
    said = how_often(way)
    return f"{said} by {'themselves' if 'cases' in said else 'itself'}"


def odds(direction: Row) -> Sentence:
    """The chance of a direction and its target; beside it the chance if delays come together.

    That is said where it is five points or more lower.
    """
    if is_missing(direction["chance_on_time"]):
        return ()
    tone = TONES.get(direction["outlook"], "strong")
    together = if_together(direction)
    by = f" to be on time by {day(direction['target'])}{', ' if together else ''}"
    return say(Words(chance(direction["chance_on_time"]), tone), by, together)


def if_together(direction: Row) -> str:
    """The chance if delays come together, where that is five points or more lower; else nothing."""
    if not direction["is_lower_together"]:
        return ""
    return f"{chance(direction['chance_if_together'])} if delays of one kind come together"


def best_five(direction: Row, names: Names) -> Sentence:
    """Which leads the sentence means by "these five at their best"; empty where it does not."""
    parts: list[str | Words] = []
    for item_id in direction["best_five"]:
        parts += [
            ", " if parts else "At their best: ",
            Words(names.short(item_id), "", "item", item_id),
        ]
    together = chance(direction["chance_at_best_five"])
    return say(*parts, f"; all together {together}.") if parts else ()


def one_chain(number: int) -> str:
    """One note for leads that are each enough and stand behind one another."""
    return (
        f"These {_few(number)} stand in one chain: days saved on "
        "one are saved for all, so a part from each may do as well."
    )
