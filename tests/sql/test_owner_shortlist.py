"""Only a few owners are scored per item; the three best are those of scoring everybody."""

import random
from collections import Counter

import pytest

from tests.portfolios import answers_of

OWNERS = [f"o{number}" for number in range(9)]
WEIGHTS = {"theme": 0.25, "neighbours": 0.4, "external_party": 0.25, "kind": 0.1}


def a_portfolio(seed):
    """Items with few themes, kinds and parties, so that scores tie; some neighbours."""
    order = random.Random(seed)
    items = [
        {
            "id": f"i{number:02}",
            "lead": 1,
            "theme": order.choice(["t", "u", None]),
            "kind": order.choice(["legal", "enabler"]),
            "external_party": order.choice(["Bank", "Court", None, None]),
            "owner": order.choice([*OWNERS, None, None]),
            "status": order.choice(["not_started"] * 9 + ["dropped"]),
        }
        for number in range(40)
    ]
    names = [item["id"] for item in items]
    pairs = {tuple(sorted(order.sample(names, 2))) for _ in range(order.choice([0, 15, 40]))}
    return items, [{"item": item, "requires": required} for item, required in pairs]


def by_scoring_everybody(items, rows):
    """{item: the three best active owners}, straight from the rule."""
    owned = {item["id"]: item for item in items if item["owner"] and item["status"] != "dropped"}
    neighbours = {item["id"]: set() for item in items}
    for row in rows:
        neighbours[row["item"]].add(row["requires"])
        neighbours[row["requires"]].add(row["item"])
    best = {}
    for item in items:
        if item["status"] == "dropped":
            continue
        scores = Counter()
        for clue, weight in WEIGHTS.items():
            same = [
                other["owner"]
                for name, other in owned.items()
                if name != item["id"]
                and (
                    name in neighbours[item["id"]]
                    if clue == "neighbours"
                    else item[clue] is not None and other[clue] == item[clue]
                )
            ]
            for owner, count in Counter(same).items():
                scores[owner] += weight * count / len(same)
        ranked = sorted(
            (owner for owner in OWNERS[1:] if scores[owner] > 0),
            key=lambda owner: (-round(scores[owner], 9), owner),
        )
        if ranked:
            best[item["id"]] = ranked[:3]
    return best


@pytest.mark.parametrize("seed", range(6))
def test_the_shortlist_loses_nobody(seed):
    """Themes, kinds and parties in random mixtures; the first owner is not active."""
    items, rows = a_portfolio(seed)
    connection = answers_of(
        prerequisites=items,
        dependencies=rows,
        owners=[{"id": name, "name": name, "active": name != OWNERS[0]} for name in OWNERS],
        themes=[{"id": "t", "name": "T"}, {"id": "u", "name": "U"}],
    )
    found = connection.execute(
        "select item_id, list(owner_id order by candidate_rank)"
        " from calc.owner_candidates group by item_id"
    ).fetchall()
    assert dict(found) == by_scoring_everybody(items, rows)
