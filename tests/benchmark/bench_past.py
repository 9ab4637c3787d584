"""Figures of the past: the trend of 60 revisions, and two states of 10,000 items compared.

    python -m tests.benchmark.bench_past

The revisions hold the portfolio of data/ with one lead more or less long each. The states differ in
ten days and twenty edits (leads that are longer, items done, requirements gone); what comparing
them takes, with the cause of every move, is what it takes beside a build of each.
"""

import csv
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio
from depmap.versions.between import between
from depmap.versions.history import history
from depmap.versions.side import Side
from tests.benchmark import foreign
from tests.versions.repositories import commit, git

DATA = Path(__file__).parents[2] / "data"
REVISIONS, ITEMS = 60, 10_000
LONGER, DONE, GONE = 10, 5, 5
FIRST_BUDGET, AGAIN_BUDGET, COMPARE_BUDGET = 30.0, 1.0, 1.0
FIRST_DAY = date(2026, 1, 5)


def figures() -> Iterator[str]:
    """One line per figure, with its budget and whether it holds."""
    with tempfile.TemporaryDirectory() as place:
        with _cache(Path(place) / "cache"):
            yield from _trend(Path(place))
        yield from _comparison(Path(place))


@contextmanager
def _cache(place: Path) -> Iterator[None]:
    """An empty place for what is kept between runs."""
    before = os.environ.get("DEPMAP_CACHE")
    os.environ["DEPMAP_CACHE"] = str(place)
    try:
        yield
    finally:
        del os.environ["DEPMAP_CACHE"]
        if before is not None:
            os.environ["DEPMAP_CACHE"] = before


def _trend(place: Path) -> Iterator[str]:
    root = place / "repository"
    shutil.copytree(DATA, root / "data")
    git(root, "init", "--quiet")
    for number in range(REVISIONS):
        _lengthen(root / "data", number, 1)
        commit(root, day=(FIRST_DAY + timedelta(days=number)).isoformat())
    for name, budget in (("the first time", FIRST_BUDGET), ("again", AGAIN_BUDGET)):
        found, seconds = _timed(lambda: history(root / "data"))
        days = len({point.as_of for point in found.trend})
        verdict = _verdict(seconds, budget)
        yield f"past: trend of {days} revisions, {name}: {seconds:.2f} s {verdict}"


def _comparison(place: Path) -> Iterator[str]:
    old, new = place / "old", place / "new"
    old.mkdir()
    foreign.write_portfolio(old, ITEMS)
    shutil.copytree(old, new)
    _lengthen(new, 7, LONGER)
    _finish(new, 3, DONE)
    _drop_rows(new, GONE)
    sides = [read_portfolio(old), read_portfolio(new)]
    as_of = foreign.AS_OF - timedelta(days=10)
    with build(sides[0], as_of) as before, build(sides[1], foreign.AS_OF) as after:
        states = Side("old", sides[0], as_of, old), Side("new", sides[1], foreign.AS_OF, new)
        found, seconds = _timed(lambda: between(*states, before, after))
        assert len(found.edits) == LONGER + 2 * DONE + GONE
        yield (
            f"past: two states of {ITEMS:,} items compared, {len(found.causes)} causes of moves,"
            f" in {seconds:.2f} s beside their builds {_verdict(seconds, COMPARE_BUDGET)}"
        )


def _lengthen(folder: Path, first: int, number: int) -> None:
    """Makes the high leads of some prerequisites ten days longer, from one row on."""
    with _rows(folder / "prerequisites.csv") as rows:
        for row in rows[first :: len(rows) // number][:number]:
            row["lead_high_days"] = str(int(row["lead_high_days"]) + 10)


def _finish(folder: Path, first: int, number: int) -> None:
    """Makes some prerequisites that nobody has begun done, from one row on."""
    with _rows(folder / "prerequisites.csv") as rows:
        waiting = [row for row in rows if row["status"] == "not_started"]
        for row in waiting[first :: len(waiting) // number][:number]:
            row |= {"status": "done", "done_on": str(foreign.AS_OF)}


def _drop_rows(folder: Path, number: int) -> None:
    """Takes some plain hard requirements away."""
    with _rows(folder / "dependencies.csv") as rows:
        plain = [row for row in rows if row["strength"] == "hard" and not row["any_of"]]
        for row in plain[:: len(plain) // number][:number]:
            rows.remove(row)


@contextmanager
def _rows(path: Path) -> Iterator[list[dict[str, str]]]:
    """The rows of a file, to be changed."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    yield rows
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = work()
    return found, time.perf_counter() - began


def _verdict(seconds: float, budget: float) -> str:
    return f"(budget {budget:g} s: {'holds' if seconds <= budget else 'MISSED'})"


if __name__ == "__main__":
    for figure in figures():
        print(figure)
