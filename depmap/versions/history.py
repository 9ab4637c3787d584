"""How the dates of directions went: the trend over the revisions of a folder, or over snapshots."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from depmap.answers.finishes import finishes
from depmap.inputs.reader import digest_of, read_folder
from depmap.inputs.validate import reading_of
from depmap.portfolio.problem import InvalidPortfolio, Problems
from depmap.portfolio.typed import Portfolio
from depmap.versions.code import code
from depmap.versions.git import Commit, Repository, refused
from depmap.versions.live import cache_root

MOST_REVISIONS = 60
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Point(NamedTuple):
    """What was forecast for a direction on a day; dates empty while it was blocked.

    as_of: the day that the dates count from. revision: the commit, or the name of the snapshot.
    """

    direction_id: str
    as_of: date
    revision: str
    forecast: date | None
    p80: date | None
    chance_on_time: float | None
    target: date | None


class Gap(NamedTuple):
    """A revision that could not be loaded, or where history ends, and the first problem."""

    as_of: date
    revision: str
    problem: str


@dataclass(frozen=True)
class History:
    """The trend by day, then direction; and its gaps."""

    trend: list[Point]
    gaps: list[Gap]


@dataclass(frozen=True)
class State:
    """One state to answer for: its day and name, what identifies its content, how it is read.

    revision: the commit, or the name of the snapshot. read raises InvalidPortfolio.
    """

    as_of: date
    revision: str
    content: str
    read: Callable[[], Portfolio]


def history(folder: Path, since: date | None = None) -> History:
    """The trend over the revisions of HEAD, first parents, that touched a folder.

    Raises InvalidPortfolio where the folder is in no git repository.
    """
    states, gaps = revisions(folder, since)
    return _history(states, gaps)


def snapshots(place: Path, since: date | None = None) -> History:
    """The trend over folders named YYYY-MM-DD; raises InvalidPortfolio where none can be read."""
    return _history(dated_folders(place, since), [])


def revisions(folder: Path, since: date | None = None) -> tuple[list[State], list[Gap]]:
    """The states of a folder in the revisions of HEAD, first parents, that touched it.

    Oldest first; at most one a day and MOST_REVISIONS in all, the newest; each counts from its
    commit's day. A commit dated before the one that it follows is skipped. The gap, if any, says
    where history ends. Raises InvalidPortfolio where the folder is in no git repository.
    """
    whole = folder.resolve()
    if not whole.is_dir():
        raise refused(folder.name, "there is no such folder", "a folder", "Check the path.")
    with Repository(whole) as repository:
        path = whole.relative_to(repository.root.resolve()).as_posix()
        touched, gaps = _touched(repository, path, since)

    def state(commit: Commit, tree: str) -> State:
        def read() -> Portfolio:
            problems = Problems()
            with Repository(whole) as repository:
                # Once more where the folder is not there: it says what is.
                found = tree or repository.folder(commit, path, commit.object[:12])
                contents = repository.contents(found, whole, problems)
            return reading_of(whole, contents, problems).portfolio

        return State(commit.day, commit.object, tree, read)

    return [state(*one) for one in _one_a_day(touched)], gaps


def head(folder: Path) -> str:
    """The commit that a folder's repository stands at; raises InvalidPortfolio without one.

    A published file has none: it holds the answers of one day.
    """
    if not folder.is_dir():
        fix = "A replica compares with the folders that DEPMAP_SNAPSHOTS names."
        raise refused(folder.name, "it is no folder", "a folder in a git repository", fix)
    with Repository(folder) as repository:
        return repository.commit("HEAD").object


def dated_folders(place: Path, since: date | None = None) -> list[State]:
    """The states that folders named YYYY-MM-DD hold, each counted from the day it is named after.

    Oldest first, the newest MOST_REVISIONS. Raises InvalidPortfolio when the place cannot be read.
    """
    try:
        named = sorted(path for path in place.iterdir() if _DAY.fullmatch(path.name))
    except OSError as error:
        fix = "Name the folder that holds them."
        found = f"the folder cannot be read ({error.strerror})"
        raise refused(place.name, found, "folders named YYYY-MM-DD", fix) from error
    days: dict[Path, date] = {}
    for path in named:
        with suppress(ValueError):  # the 30th of February is no day
            days[path] = date.fromisoformat(path.name)
    kept = [(path, day) for path, day in days.items() if since is None or day >= since]

    def state(path: Path, day: date) -> State:
        problems = Problems()
        contents = read_folder(path, problems)
        return State(
            day,
            path.name,
            digest_of(contents),
            lambda: reading_of(path, contents, problems).portfolio,
        )

    return [state(*one) for one in kept[-MOST_REVISIONS:]]


def _touched(
    repository: Repository, path: str, since: date | None
) -> tuple[list[tuple[Commit, str]], list[Gap]]:
    """The commits that changed the folder, newest first, with its tree ("" where it is gone).

    Across a rename of the folder: a commit that only renames it changes nothing.
    """
    found: list[tuple[Commit, str]] = []
    commit: Commit | None = repository.commit("HEAD")
    tree = _tree(repository, commit, path)
    while commit and (since is None or commit.day >= since):
        try:
            before = repository.before(commit)
            earlier = _tree(repository, before, path)
            if before and tree and not earlier:
                # It may have come from elsewhere; from there on its history goes on.
                path = repository.moved_from(path, commit, before) or path
                earlier = _tree(repository, before, path)
        except InvalidPortfolio as error:
            # Whether this commit touched the folder, or where it was, cannot be known; what it
            # held is.
            problem = error.problems[0]
            return [*found, (commit, tree)], [Gap(commit.day, commit.object, str(problem))]
        if tree != earlier:
            found.append((commit, tree))
            if len({one.day for one, _ in found}) > MOST_REVISIONS:
                break
        commit, tree = before, earlier
    return found, []


def _tree(repository: Repository, commit: Commit | None, path: str) -> str:
    if commit is None:
        return ""
    try:
        return repository.folder(commit, path, commit.object[:12])
    except InvalidPortfolio:
        return ""


def _one_a_day(touched: list[tuple[Commit, str]]) -> list[tuple[Commit, str]]:
    """Oldest first, the last of each day; none that is dated before the one it follows."""
    by_day: dict[date, tuple[Commit, str]] = {}
    for commit, tree in reversed(touched):
        if not by_day or commit.day >= max(by_day):
            by_day[commit.day] = commit, tree
    return list(by_day.values())[-MOST_REVISIONS:]


def _history(states: Iterable[State], gaps: Iterable[Gap]) -> History:
    trend: list[Point] = []
    found = list(gaps)
    for state in states:
        try:
            trend += points(state)
        except InvalidPortfolio as error:
            found.append(Gap(state.as_of, state.revision, str(error.problems[0])))
    return History(trend, sorted(found))


def points(state: State) -> list[Point]:
    """The points of a state, from an earlier run of the same code over the same content.

    Raises InvalidPortfolio when the state cannot be loaded.
    """
    words = f"{state.content} {state.as_of} {code()}"
    name = hashlib.sha256(words.encode()).hexdigest()[:24]
    path = cache_root() / "history" / f"{name}.json"
    with suppress(OSError, ValueError, TypeError, KeyError):
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [_point(row, state) for row in rows]
    found = list(_points(state))
    rows = [[point.direction_id, *map(_plain, point[3:])] for point in found]
    unfinished = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(rows), encoding="utf-8")
        unfinished.replace(path)
    return found


def _points(state: State) -> Iterator[Point]:
    portfolio = state.read()
    found = finishes(portfolio, state.as_of)
    directions = portfolio.tables["directions"].columns
    columns = (directions["id"], directions["status"], directions["target"])
    for name, status, target in sorted(zip(*columns, strict=True), key=lambda row: str(row[0])):
        finish = found.get(str(name))
        if finish or status not in ("delivered", "dropped"):
            due = target if isinstance(target, date) else None
            forecast, p80, chance = finish or (None, None, None)
            yield Point(str(name), state.as_of, state.revision, forecast, p80, chance, due)


def _point(row: list[Any], state: State) -> Point:
    name, forecast, p80, chance, target = row
    days = [day and date.fromisoformat(day) for day in (forecast, p80, target)]
    return Point(name, state.as_of, state.revision, days[0], days[1], chance, days[2])


def _plain(value: date | float | None) -> str | float | None:
    return value.isoformat() if isinstance(value, date) else value
