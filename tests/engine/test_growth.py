"""Ten times a count or the length of a field gives about ten times the answers, not a square."""

from datetime import date, timedelta
from itertools import pairwise
from time import process_time

import pytest

from depmap.engine.database import build
from tests.portfolios import portfolio
from tests.thorough import slow

AS_OF = date(2026, 1, 1)
# Quadratic growth is a hundred. A path keeps 500 items, so a chain grows faster until it is longer.
MOST = 40


def names(count):
    """So many ids in their order."""
    return [f"i{number:05}" for number in range(count)]


def chain(count):
    """Each item requires the next, and a direction, whose target is far off, the first."""
    items = names(count)
    pairs = zip(["d", *items], items, strict=False)
    return {
        "directions": [{"id": "d", "target": date(2035, 1, 1), "lead": 1}],
        "prerequisites": [{"id": name, "lead": 1} for name in items],
        "dependencies": [{"item": item, "requires": required} for item, required in pairs],
    }


def late_chain(count, days=1):
    """The chain with ranges of 1, 2 and 9 days, and so many days for each item until its target."""
    leads = {"lead_low_days": 1, "lead_likely_days": 2, "lead_high_days": 9}
    target = AS_OF + timedelta(days=days * count)
    return {
        **chain(count),
        "directions": [{"id": "d", "target": target, "lead": 1}],
        "prerequisites": [{"id": name, **leads} for name in names(count)],
    }


def borderline_chain(count):
    """The chain when its target is nearly kept in the usual case: every item is worth a try."""
    return late_chain(count, days=3)


def cycle(count):
    """Each item requires the next and the last the first: all of them are blocked."""
    items = names(count)
    pairs = zip(["d", *items], [*items, items[0]], strict=True)
    return {
        **chain(count),
        "dependencies": [{"item": item, "requires": required} for item, required in pairs],
    }


def group(count):
    """One group of so many alternatives, and a pin to each."""
    items = names(count)
    pick = {"item": "d", "any_of": "way"}
    return {
        "directions": [{"id": "d", "target": AS_OF, "lead": 1}],
        "prerequisites": [{"id": name, "lead": 1} for name in items],
        "dependencies": [{**pick, "requires": name} for name in items],
        "route_pins": [
            {**pick, "requires": name, "position": place} for place, name in enumerate(items, 1)
        ],
    }


def keywords(count):
    """So many items, each with a word of its own, and a theme with a keyword for each."""
    items = names(count)
    return {
        "prerequisites": [{"id": name, "name": f"It is {name}", "lead": 1} for name in items],
        "themes": [{"id": "t", "name": "T"}],
        "theme_keywords": [{"theme": "t", "keyword": name} for name in items],
    }


def long_name(count):
    """One item whose name is one word of so many letters."""
    return {
        "prerequisites": [{"id": "i", "name": "x" * count, "lead": 1}],
        "themes": [{"id": "t", "name": "T"}],
        "theme_keywords": [{"theme": "t", "keyword": "xx"}],
    }


def long_texts(count):
    """Two items, of which every free text has so many letters."""
    words = ["x" * (count - 1) + end for end in "ab"]
    free = ("name", "short_name", "external_party", "first_step", "notes")
    return {
        "directions": [{"id": "d", "name": words[0], "target": AS_OF}],
        "prerequisites": [
            {"id": f"i{number}", "lead": 1, **dict.fromkeys(free, text)}
            for number, text in enumerate(words)
        ],
        "dependencies": [{"item": "d", "requires": "i0", "reason": words[1]}],
        "decisions": [{"id": "q", "question": words[0]}],
        "decision_options": [{"decision": "q", "position": 1, "name": words[0]}],
    }


def options(count):
    """One decision of so many options, each of which changes the lead of the one item."""
    places = range(1, count + 1)
    return {
        "directions": [{"id": "d", "target": AS_OF + timedelta(days=9)}],
        "prerequisites": [{"id": "i", "lead": 5}],
        "dependencies": [{"item": "d", "requires": "i"}],
        "decisions": [{"id": "q", "question": "Which?"}],
        "decision_options": [
            {"decision": "q", "position": place, "name": f"Option {place}"} for place in places
        ],
        "decision_changes": [
            {"decision": "q", "option_position": place, "position": 1, "changed": "i",
             "field": "lead_days", "value": f"{place % 9 + 1}"}
            for place in places
        ],
    }  # fmt: skip


def measured(case, count):
    """Seconds of the processor to build it, and characters in all of report.*."""
    rows = portfolio(**case(count))
    start = process_time()
    with build(rows, AS_OF) as connection:
        seconds = process_time() - start
        relations = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'report'"
        ).fetchall()
        return seconds, sum(
            len(repr(row))
            for (name,) in relations
            for row in connection.table(f"report.{name}").fetchall()
        )


# A build begins with half a second that no count changes.
LEAST = 0.5


@pytest.mark.parametrize("case", [late_chain, group])
def test_answers_grow_as_the_input_does(case):
    """All that report.* holds, from 150 to 1,500."""
    (_, small), (_, large) = measured(case, 150), measured(case, 1500)
    assert large < MOST * small


CASES = [chain, late_chain, borderline_chain, cycle, group, keywords, long_name, long_texts]


@slow
@pytest.mark.parametrize(("case", "least"), [*((case, 50) for case in CASES), (options, 15)])
def test_a_hundred_times_the_input(case, least):
    """Ten and a hundred times take about as much longer, and give about as much more."""
    found = [measured(case, times * least) for times in (1, 10, 100)]
    for (before, small), (after, large) in pairwise(found):
        assert large < MOST * small
        assert max(after - LEAST, 0.1) < MOST * max(before - LEAST, 0.1)
