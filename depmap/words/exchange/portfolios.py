"""What is said of the portfolios of a lake: who is in trouble, who waits, what to procure once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from depmap.answers.rows import Row, is_missing
from depmap.portfolio.change import Refusal
from depmap.words.formats import count, day, days_from_now, percent
from depmap.words.sentence import Sentence, Words, have, say

NAMED = 3
CHOOSE = (
    "Which portfolio?",
    "This address names none. Choose one; the address then carries it on as ?portfolio=.",
)
ONE = (
    "One portfolio",
    "This dashboard shows a single portfolio. A lake of several has a page of all of them: "
    "docs/workspace.md says how to build one.",
)


def not_in_lake(name: str, why: str) -> tuple[str, str]:
    """A title and a sentence for a portfolio without answers."""
    if why:
        return f"{name} has no answers", f"It could not be built: {why}"
    return "No such portfolio", f"The lake has no portfolio “{name[:60]}”."


def no_inputs(page: str) -> tuple[str, str]:
    """A title and a sentence for a page that a lake cannot show."""
    needs = "earlier states of the files" if page == "Changes" else "the rows of the files"
    return page, (
        f"{page} computes from {needs}, and a lake holds answers alone. Open the folder of this "
        "portfolio for it: DEPMAP_DATA=FOLDER make run."
    )


def no_scenario() -> Refusal:
    """Why nothing is asked of a lake what if."""
    return Refusal(
        0, "", "", "a lake holds answers alone, and a scenario is computed from the files", "",
        "Open the folder of this portfolio for it: DEPMAP_DATA=FOLDER make run.",
    )  # fmt: skip


def stale(title: str, as_of: date) -> str:
    """That answers are of an earlier day, and who says why."""
    return (
        f"These are the answers of {day(as_of)}: the files of {title} could not be read since. "
        "depmap build --workspace says why."
    )


def to(row: Row, key: str = "portfolio", title: str = "title") -> Words:
    """A portfolio's name, linked to its Overview."""
    return Words(row[title], "strong", "overview", changes={"portfolio": row[key]})


def answer(portfolios: Sequence[Row], waits: Sequence[Row], shared: Sequence[Row]) -> Sentence:
    """Which team is in trouble, who waits for whom, and what is procured twice."""
    found = [row for row in portfolios if not is_missing(row["as_of"])]
    if not found:
        return say("No portfolio to show.")
    parts: list[str | Words] = [*_trouble(found)]
    for more in (_held_up(waits), _twice(shared)):
        parts += [" ", *more] if more else []
    return say(*parts)


def _trouble(portfolios: Sequence[Row]) -> Sentence:
    bad = [row for row in portfolios if row["late"] or row["blocked"]]
    risky = [row for row in portfolios if row["at_risk"]]
    whole = count(len(portfolios), "portfolio")
    if bad:
        what = "a late direction" if any(row["late"] for row in bad) else "a blocked direction"
        if any(row["late"] for row in bad) and any(not row["late"] for row in bad):
            what = "a late or blocked direction"
        head = Words(f"{len(bad)} of {whole} {have(len(bad))} {what}", "late")
        return say(head, ": ", *_named(bad), ".")
    if risky:
        head = Words(f"{len(risky)} of {whole} {have(len(risky))} a direction at risk", "risk")
        return say("None is late; ", head, ": ", *_named(risky), ".")
    return say(f"No direction of {whole} is late or at risk.")


def _named(rows: Sequence[Row]) -> Sentence:
    parts: list[str | Words] = []
    for row in rows[:NAMED]:
        parts += [", " if parts else "", to(row)]
    rest = len(rows) - NAMED
    return say(*parts, f" and {rest} more" if rest > 0 else "")


def _held_up(waits: Sequence[Row]) -> Sentence:
    """Who holds up most others, and whom longest."""
    held = [row for row in waits if row["holds_up"]]
    if not held:
        return say("What they ask of each other comes in time.") if waits else ()
    by_holder: dict[str, list[Row]] = {}
    for row in held:
        by_holder.setdefault(row["portfolio"], []).append(row)
    most = max(by_holder.values(), key=len)
    longest = most[0]
    waiter = Words(longest["asked_by_title"])
    if len(most) == 1:
        return say(to(longest), " holds up ", waiter, " ", how_long(longest), ".")
    others = f" holds up {len(most)} others, "
    return say(to(longest), others, waiter, " ", how_long(longest), ".")


def how_long(wait: Row) -> Words:
    """By how many days, or for good."""
    if wait["never_comes"]:
        return Words("for good", "strong")
    return Words(f"by {count(wait['days_late'], 'day')}", "strong")


def _twice(shared: Sequence[Row]) -> Sentence:
    """The thing that most portfolios procure each for itself, best one that nobody has begun."""
    keys = [row for row in shared if row["kind"] == "key"]
    if not keys:
        return ()
    row = min(keys, key=lambda row: (bool(row["begun_by"]), -row["portfolio_count"]))
    asked = f" is asked for by {count(row['portfolio_count'], 'portfolio')}"
    begun = f"begun by {_listed(row['begun_by'])}" if row["begun_by"] else "begun by none"
    return say(Words(row["name"], "strong"), f"{asked} and {begun}: procure it once.")


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - 2
    return " and ".join(names) if rest <= 0 else f"{names[0]} and {rest + 1} others"


def counted(portfolios: Sequence[Row]) -> str:
    """How many directions there are, late and at risk, beside a heading."""
    sums = {key: sum(row[key] for row in portfolios) for key in ("directions", "late", "at_risk")}
    whole = count(sums["directions"], "direction")
    return f"{whole}, {sums['late']} late, {sums['at_risk']} at risk"


def days_a_week(owner: Row) -> str:
    """What each portfolio asks of a person, and what they have: "Payments 3.1, Identity 2 of 5"."""
    each = zip(owner["titles"], owner["asked"], strict=True)
    asked = [f"{title} {_days(days)}" for title, days in each]
    rest = len(asked) - NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return f"{', '.join(asked[:NAMED])}{more}"


def has(owner: Row) -> str:
    """The days a week a person has, and that portfolios differ on it."""
    most, least = owner["capacity_days_per_week"], owner["least_capacity"]
    if least < most:
        return f"{_days(most)} days a week; one says {_days(least)}"
    return f"{_days(most)} days a week"


def _days(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def load(owner: Row) -> str:
    """Asked over what they have, as a percentage."""
    return "no days" if is_missing(owner["load"]) else percent(owner["load"])


def none_is_full(others: int) -> str:
    """That everybody whom several portfolios ask has the days."""
    if not others:
        return "Nobody is asked for days by two portfolios."
    noun = "person is" if others == 1 else "people are"
    return f"{others} {noun} asked for days by several portfolios and {have(others)} them."


def how_days_are_added(others: int) -> str:
    """Which days count where portfolios differ, and how many others share theirs."""
    rule = "A person’s days are not added: where portfolios differ, the largest number counts."
    if not others:
        return rule
    noun = "person has" if others == 1 else "people have"
    return f"{rule} {others} more {noun} the days that several portfolios ask for."


def since(row: Row, today: date) -> str:
    """That a portfolio's answers are old: "as of 20 Nov 2026, 6 days ago"."""
    ago = days_from_now((row["as_of"].date() - today).days)
    return f"as of {day(row['as_of'])}, {ago}"
