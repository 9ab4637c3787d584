"""What an option of a decision moves, and what dates assume of open ones, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from depmap.answers.names import quoted_in_short
from depmap.answers.rows import Row, is_missing
from depmap.look.signs import OUTLOOKS
from depmap.words.formats import chance, count, day, days_from_now, points
from depmap.words.sentence import Sentence, Words, are, say

if TYPE_CHECKING:
    from pandas import DataFrame

# Of so many decisions a sentence says what is asked.
MOST_QUESTIONS = 2


@dataclass(frozen=True)
class Largest:
    """The effect of an option that changes a chance most.

    decision: its row of report.decisions. direction: its name. before and after: the chance today
    and with the option, from 0 to 1 or missing. harms: the names of those whose chance it lowers.
    """

    decision: Row
    direction: str
    option: str
    before: float | None
    after: float | None
    harms: Sequence[str] = ()


def decides(rows: DataFrame, largest: Largest) -> Sentence:
    """What the largest effect is, since when it is due, and how many others are overdue."""
    own = largest.decision
    after = "no chance" if is_missing(largest.after) else chance(largest.after)
    if own["is_overdue"]:
        due = say("It was due ", Words(days_from_now(int(own["days_left"])), "late"))
    else:
        due = say(f"Decide by {day(own['decide_by'])}")
    others = int(rows["is_overdue"].sum()) - int(own["is_overdue"])
    rest = ""
    if others:
        more = f"{others} more of" if own["is_overdue"] else f"{others} of"
        rest = f"; {more} {count(len(rows), 'decision')} {are(others)} overdue"
    return say(
        f"{quoted_in_short(own['question'])} decides ",
        Words(largest.direction, "strong"),
        f": {chance(largest.before)} today, ",
        Words(f"{after} with {quoted_in_short(largest.option)}", "strong"),
        f", which lowers the chance of {' and '.join(largest.harms)}" if largest.harms else "",
        ". ",
        *due,
        f"{rest}.",
    )


def shift(days: int | None) -> str:
    """By how much a date moves: "90 days earlier", "1 day later", "same day"."""
    if is_missing(days) or days is None:
        return ""
    if days == 0:
        return "same day"
    return f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def ending(effect: Row) -> str:
    """What a direction ends as under an option: "blocked", "dropped"; empty while it goes on."""
    outlook = effect["outlook_after"]
    return OUTLOOKS[outlook].words.lower() if outlook in ("blocked", "dropped") else ""


def moved(effect: Row, name: str) -> str:
    """One effect in a clause: "Snowflake app likely 5 days later", with a chance that changes."""
    if end := ending(effect):
        return f"{name} {end}"
    before, after = chance(effect["chance_before"]), chance(effect["chance_after"])
    odds = f" {before} → {after}" if before != after else ""
    days = effect["shift_days"]
    likely = f" likely {shift(days)}" if days and not is_missing(days) else ""
    aim = effect["target_shift_days"]
    later = effect["p80_shift_days"]
    if not likely and not odds and later and not is_missing(later):
        likely = f" 80 % date {shift(later)}"
    between = "," if odds or likely else ""
    target = f"{between} target {shift(aim)}" if aim and not is_missing(aim) else ""
    return f"{name}{odds}{likely}{target or _worth(effect, bool(odds or likely))}"


def _worth(effect: Row, is_said: bool) -> str:
    """The expected value where nothing else moves; "same day" where that stays, too."""
    if is_said:
        return ""
    before, after = points(effect["value_before"]), points(effect["value_after"])
    return f" worth {before} → {after} points" if before != after else " same day"


def work(option: Row, short: Callable[[str], str]) -> str:
    """What an option does to the work on the routes; empty where it changes none.

    short: what an item is called.
    """
    said = []
    effort = option["effort_days_shift"]
    if not is_missing(effort) and abs(effort) >= 0.5:
        said.append(f"{count(abs(effort), 'person-day')} {'more' if effort > 0 else 'fewer'}")
    unowned = option["unowned_shift"]
    if not is_missing(unowned) and unowned:
        said.append(f"{abs(int(unowned))} {'more' if unowned > 0 else 'fewer'} without an owner")
    if len(option["joining"]):
        said.append(f"needs {_listed(option['joining'], short)}")
    if len(option["leaving"]):
        said.append(f"ends {_listed(option['leaving'], short)}")
    words = "; ".join(said)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _listed(names: list[str], short: Callable[[str], str], most: int = 3) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(short(name) for name in names[:most]) + rest


def today_instead(effects: Mapping[str, Row], days: int, names: Mapping[str, str]) -> str:
    """What deciding today instead of in so many days moves: what its gate costs."""
    moves = [moved(row, names[key]) for key, row in sorted(effects.items())]
    rest = f" and {len(moves) - 3} more" if len(moves) > 3 else ""
    return f"Decided today instead of in {count(days, 'day')}: {'; '.join(moves[:3])}{rest}."


def assumes(options: Sequence[Row]) -> Sentence:
    """What dates assume of decisions that are still open; empty without any.

    options: rows of report.assumed_options. Of more than two decisions only the options are named:
    the questions stand where the link leads.
    """
    found = [list(rows) for _, rows in groupby(options, key=lambda row: row["decision_id"])]
    if len(found) > MOST_QUESTIONS:
        return _assumes_in_short(found)
    parts: list[str | Words] = []
    for own in found:
        said = "assume " if own[0]["is_assumed"] else "are closest to "
        parts += [f"; {said}" if parts else f"Today’s dates {said}", _named(own), " in "]
        parts.append(Words(quoted_in_short(own[0]["question"]), page="decisions"))
    return say(*parts, ".") if parts else ()


def _assumes_in_short(found: Sequence[Sequence[Row]]) -> Sentence:
    assumed = [_named(own) for own in found if own[0]["is_assumed"]]
    closest = [_named(own) for own in found if not own[0]["is_assumed"]]
    said = [f"assume {'; '.join(assumed)}"] if assumed else []
    said += [f"are closest to {'; '.join(closest)}"] if closest else []
    still_open = Words(count(len(found), "decision"), page="decisions")
    return say("While ", still_open, " are open, today’s dates " + ", and ".join(said) + ".")


def _named(options: Sequence[Row]) -> str:
    return " or ".join(quoted_in_short(option["option"]) for option in options)
