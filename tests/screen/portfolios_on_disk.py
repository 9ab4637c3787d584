"""Folders of input files for the dashboard: the real one, an empty one, a tiny and a large one."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

REAL = Path(__file__).resolve().parents[2] / "data"
PREREQUISITE = [
    *("id", "name", "short_name", "theme", "kind", "owner", "status"),
    *("lead_low_days", "lead_likely_days", "lead_high_days", "effort_days", "needed_confidence"),
    *("external_party", "started_on", "done_on", "first_step"),
    *("lead_source", "need_source", "notes"),
]
DEPENDENCY = ["item", "requires", "strength", "any_of", "confidence", "reason"]
OWNER = ["id", "name", "team", "capacity_days_per_week", "active"]
THEMES = """
- {id: architecture, name: Architecture, colour: "#1f6cca"}
- {id: operations, name: Operations, colour: "#578550"}
"""


def real(folder: Path) -> Path:
    """A copy of the real portfolio without a past: comparing it takes each process a minute."""
    return Path(shutil.copytree(REAL, folder))


def empty(folder: Path) -> Path:
    """A portfolio without a single row."""
    return _written(folder)


def tiny(folder: Path) -> Path:
    """One direction that needs one prerequisite, which needs another; the second has no owner."""
    return _written(
        folder,
        prerequisites=[
            _prerequisite("a", "Sign the contract", owner="o", lead=(10, 20, 40)),
            _prerequisite("b", "Open the account", lead=(5, 10, 20)),
        ],
        dependencies=[("D", "a"), ("a", "b")],
        owners=[{"id": "o", "name": "Olga", "capacity_days_per_week": 5, "active": "yes"}],
        directions="""
- {id: D, name: Enter the market, value: 50, confidence: 0.8, target: 2031-06-30,
   lead_low_days: 5, lead_likely_days: 10, lead_high_days: 20,
   ticket: "https://tracker.example/D-1"}
""",
    )


def large(folder: Path, items: int = 1000, directions: int = 20) -> Path:
    """A ladder of `items` prerequisites in layers of twenty under `directions` directions."""
    layer = 20
    prerequisites = [
        _prerequisite(
            f"p{number:04}",
            f"Prerequisite {number} of a large portfolio",
            owner=f"o{number % 12}" if number % 9 else "",
            lead=(2, 5, 9),
            theme=("architecture", "operations")[number % 2],
        )
        for number in range(items)
    ]
    edges = [
        (f"p{number:04}", f"p{below:04}")
        for number in range(layer, items)
        for below in {number - layer, number - layer + (number * 7) % 5 - 2}
        if 0 <= below < number
    ]
    edges += [
        (f"D{number:02}", f"p{items - 1 - number * (items // directions):04}")
        for number in range(directions)
    ]
    return _written(
        folder,
        prerequisites=prerequisites,
        dependencies=edges,
        owners=[
            {"id": f"o{n}", "name": f"Owner {n}", "capacity_days_per_week": 5, "active": "yes"}
            for n in range(12)
        ],
        directions="".join(
            f"\n- {{id: D{n:02}, name: Direction number {n}, value: {10 + n}, "
            f"target: {2028 + n % 3}-06-30}}"
            for n in range(directions)
        ),
    )


def _prerequisite(
    item: str,
    name: str,
    *,
    lead: tuple[int, int, int],
    owner: str = "",
    theme: str = "architecture",
) -> dict[str, object]:
    low, likely, high = lead
    return {
        "id": item,
        "name": name,
        "theme": theme,
        "kind": "enabler",
        "owner": owner,
        "status": "not_started",
        "lead_low_days": low,
        "lead_likely_days": likely,
        "lead_high_days": high,
        "effort_days": 3,
        "first_step": "Write to them",
    }


def _written(
    folder: Path,
    prerequisites: Sequence[Mapping[str, object]] = (),
    dependencies: Iterable[tuple[str, str]] = (),
    owners: Sequence[Mapping[str, object]] = (),
    directions: str = "[]",
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    _csv(folder / "prerequisites.csv", PREREQUISITE, prerequisites)
    edges = [{"item": i, "requires": r, "strength": "hard"} for i, r in dependencies]
    _csv(folder / "dependencies.csv", DEPENDENCY, edges)
    _csv(folder / "owners.csv", OWNER, owners)
    (folder / "directions.yaml").write_text(directions)
    (folder / "themes.yaml").write_text(THEMES)
    return folder


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
