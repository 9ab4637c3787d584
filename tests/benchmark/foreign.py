"""A seeded portfolio as others would have it: pins, decisions, groups, cycles, what is blocked.

Ids say nothing of the order. Most rows lead a few layers down, some any-of alternatives lead up
again: a cycle that another alternative avoids.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from depmap.portfolio.schema import TABLES

AS_OF = date(2026, 1, 1)
DIRECTIONS, OWNERS, PARTIES, THEMES, LAYERS = 100, 400, 200, 5, 40
PINS, PICKS_DECIDED, OPTIONS = 30, 6, (4, *(3,) * 19)
GROUPED, LEADS_UP, SOFT, DROPPED, LATE = 0.12, 0.2, 0.05, 0.005, 0.95

Row = dict[str, object]
Group = tuple[str, list[str]]


def write_portfolio(folder: Path, items: int, seed: int = 1) -> None:
    """Writes a folder of `items` items, 100 of them directions, with about 1.7 rows each."""
    order = random.Random(seed)
    names = [f"item-{number:06}" for number in range(items - DIRECTIONS)]
    order.shuffle(names)
    rows, groups = _dependencies(names, order)
    _write_csv(folder, "prerequisites", _prerequisites(names, order))
    _write_csv(folder, "dependencies", rows)
    _write_csv(
        folder,
        "owners",
        (
            {
                "id": f"owner-{number}",
                "name": f"Owner {number}",
                "capacity_days_per_week": 4,
                "active": "no" if number % 20 == 0 else "yes",
            }
            for number in range(OWNERS)
        ),
    )
    themes = [
        f"- {{id: theme-{number}, name: Theme {number}, keywords: [word{number}, sign{number}]}}\n"
        for number in range(THEMES)
    ]
    (folder / "themes.yaml").write_text("".join(themes), encoding="utf-8")
    (folder / "directions.yaml").write_text("".join(_directions(order)), encoding="utf-8")
    pins = "".join(f"- {_pick(order.choice(groups), order)}\n" for _ in range(PINS))
    settings = f"as_of: {AS_OF}\nroute:\n{pins}"
    (folder / "settings.yaml").write_text(settings, encoding="utf-8")
    decisions = "".join(_decisions(names, groups, order))
    (folder / "decisions.yaml").write_text(decisions, encoding="utf-8")


def _prerequisites(names: list[str], order: random.Random) -> Iterator[Row]:
    for number, name in enumerate(names):
        likely = order.choice([0, *range(1, 60)])
        status = order.choices(["not_started", "in_progress", "done"], [92, 5, 3])[0]
        if number > LATE * len(names) and order.random() < DROPPED:
            status = "dropped"
        started = AS_OF - timedelta(days=order.randint(1, 60))
        yield {
            "id": name,
            "name": f"Contract {number} {order.choice(['word', 'sign'])}{order.randrange(9)}",
            "theme": f"theme-{order.randrange(THEMES)}" if order.random() < 0.8 else "",
            "kind": order.choice(["legal", "procurement", "enabler", "operational"]),
            "owner": f"owner-{order.randrange(OWNERS)}" if order.random() < 0.8 else "",
            "status": status,
            "lead_low_days": round(likely * order.uniform(0.4, 0.9)),
            "lead_likely_days": likely,
            "lead_high_days": round(likely * order.uniform(1.2, 2.5)),
            "effort_days": order.randint(0, 20),
            "needed_confidence": order.choice([1, 1, 0.5]),
            "external_party": f"Party {order.randrange(PARTIES)}" if order.random() < 0.3 else "",
            "started_on": started if status == "in_progress" else "",
            "done_on": AS_OF if status == "done" else "",
        }


def _dependencies(names: list[str], order: random.Random) -> tuple[list[Row], list[Group]]:
    """All rows, and every group as its item and its alternatives."""
    reach = 3 * max(1, len(names) // LAYERS)
    rows: dict[tuple[object, ...], Row] = {}
    groups: list[Group] = []

    def add(item: str, requires: str, strength: str = "hard", any_of: str = "") -> None:
        row = {"item": item, "requires": requires, "strength": strength, "any_of": any_of}
        rows.setdefault((item, requires, any_of), row)

    for place, name in enumerate(names):
        if place < reach // 3:
            continue

        def below(place: int = place) -> str:
            return names[order.randrange(max(0, place - reach), place)]

        for _ in range(order.choice([1, 1, 1, 2, 2])):
            add(name, below(), "soft" if order.random() < SOFT else "hard")
        if order.random() < GROUPED:
            alternatives = [below() for _ in range(order.choice([2, 2, 3]))]
            if order.random() < LEADS_UP and place + 1 < len(names):
                above = order.randrange(place + 1, min(place + reach, len(names)))
                alternatives.append(names[above])
            for alternative in dict.fromkeys(alternatives):
                add(name, alternative, any_of="way")
            groups.append((name, alternatives))
    for number in range(DIRECTIONS):
        for required in order.sample(names[len(names) // 2 :], 4):
            add(f"direction-{number:03}", required)
    # Two that wait for each other: they and what needs them never start.
    for place in order.sample(range(int(LATE * len(names)), len(names)), len(names) // 2000 + 1):
        add(names[place], names[place - 1])
        add(names[place - 1], names[place])
    return list(rows.values()), groups


def _directions(order: random.Random) -> Iterator[str]:
    for number in range(DIRECTIONS):
        target = AS_OF + timedelta(days=order.randint(200, 2000))
        yield (
            f"- {{id: direction-{number:03}, name: Direction {number}, target: {target}, "
            f"value: {order.randint(1, 100)}, confidence: {order.choice([0.4, 0.7, 1])}, "
            f"sponsor: owner-{order.randrange(OWNERS)}, "
            "lead_low_days: 3, lead_likely_days: 7, lead_high_days: 20}\n"
        )


def _pick(group: Group, order: random.Random) -> str:
    item, alternatives = group
    return f"{{item: {item}, any_of: way, requires: {order.choice(alternatives)}}}"


def _change(names: list[str], order: random.Random) -> str:
    field, value = order.choice([
        ("lead_days", order.randint(-20, 20)),
        ("lead_at_most", order.randint(0, 40)),
        ("status", "done"),
        ("not_before", AS_OF + timedelta(days=order.randint(1, 90))),
        ("effort_days", order.randint(0, 20)),
    ])  # fmt: skip
    return f"{{id: {order.choice(names)}, field: {field}, value: '{value}'}}"


def _decisions(names: list[str], groups: list[Group], order: random.Random) -> Iterator[str]:
    for number in range(PICKS_DECIDED):
        yield (
            f"- {{id: decided-{number}, question: Which way {number}?, status: decided, "
            f"chosen: this, decided_on: {AS_OF}, blocks: [{order.choice(names)}], "
            f"options: [{{name: this, picks: [{_pick(order.choice(groups), order)}]}}, "
            "{name: that}]}\n"
        )
    for number, options in enumerate(OPTIONS):
        listed = ", ".join(
            f"{{name: option {option}, picks: ["
            + ", ".join(_pick(group, order) for group in order.sample(groups, order.randint(1, 3)))
            + f"], changes: [{_change(names, order)}]}}"
            for option in range(options)
        )
        yield (
            f"- {{id: open-{number}, question: Which of these {number}?, lead_days: 10, "
            f"blocks: [{order.choice(names)}], options: [{listed}]}}\n"
        )


def _write_csv(folder: Path, name: str, rows: Iterable[Row]) -> None:
    table = next(table for table in TABLES if table.name == name)
    with (folder / table.file).open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, [column.field for column in table.columns])
        writer.writeheader()
        writer.writerows(rows)
