"""Ten times a count or the length of a field gives about ten times the answers, not a square."""

from datetime import date

import pytest

from depmap.engine.database import build
from tests.portfolios import portfolio

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


@pytest.mark.parametrize("case", [chain, group, keywords, long_name])
def test_answers_grow_as_the_input_does(case):
    """All that report.* holds, from 150 to 1,500."""
    small, large = size(case(150)), size(case(1500))
    assert large < MOST * small
