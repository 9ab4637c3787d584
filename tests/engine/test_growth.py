"""Ten times a count or the length of a field gives about ten times the answers, not a square."""

from datetime import date, timedelta
from time import process_time

import pytest

from depmap.engine.database import build
from tests.portfolios import portfolio
from tests.thorough import slow, some

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


def size(rows):
    """Characters in all of report.*."""
    with build(portfolio(**rows), AS_OF) as connection:
        relations = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'report'"
        ).fetchall()
        return sum(
            len(repr(row))
            for (name,) in relations
            for row in connection.table(f"report.{name}").fetchall()
        )


@pytest.mark.parametrize("case", some([late_chain, cycle, chain, group, keywords, long_name], 3))
def test_answers_grow_as_the_input_does(case):
    """All that report.* holds, from 150 to 1,500."""
    small, large = size(case(150)), size(case(1500))
    assert large < MOST * small


def seconds(case, count):
    """Of the processor, to build it."""
    rows = portfolio(**case(count))
    start = process_time()
    build(rows, AS_OF).close()
    return process_time() - start


# A build begins with half a second that no count changes.
@pytest.mark.parametrize("case", [late_chain, borderline_chain, cycle, group, keywords])
@slow
def test_time_grows_as_the_input_does(case):
    """Beyond what a small build takes, ten times the input takes about ten times as long."""
    least = seconds(case, 10)
    for count in (1000, 10_000):
        smaller, larger = (max(seconds(case, n) - least, 0.1) for n in (count // 10, count))
        assert larger < MOST * smaller
