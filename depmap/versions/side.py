"""One side of a comparison: a folder, a built database file, or REV:folder read from git."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

import duckdb

from depmap.engine.database import open_read_only
from depmap.engine.inputs import portfolio_of
from depmap.inputs.validate import read_portfolio, reading_of
from depmap.portfolio.problem import Problems
from depmap.portfolio.typed import Portfolio
from depmap.versions.git import Commit, Repository, refused


@dataclass(frozen=True)
class Side:
    """A portfolio as it stood, and the day that its dates count from.

    called: how a person named it. folder: where its files stand, or would stand in the work tree.
    """

    called: str
    portfolio: Portfolio
    as_of: date
    folder: Path


def side(text: str, as_of: date | None = None, here: Path | None = None) -> Side:
    """What a text names; raises InvalidPortfolio when it cannot be loaded.

    as_of: asked for; else the day of its settings, of its commit, of a folder today. here: where a
    repository is looked for, by default the working folder. A path counts from the root of the
    repository, ./path from here.
    """
    path = Path(text)
    if path.exists() or ":" not in text:
        portfolio = _built(path) if path.is_file() else read_portfolio(path)
        return Side(text, portfolio, as_of or portfolio.as_of or date.today(), path)
    revision, _, folder = text.partition(":")
    with Repository(here or Path.cwd()) as repository:
        commit = repository.commit(revision)
        below = path_below(repository, folder, here or Path.cwd())
        portfolio = portfolio_at(repository, commit, below, text)
        where = repository.root / below
        return Side(text, portfolio, as_of or portfolio.as_of or commit.day, where)


def portfolio_at(repository: Repository, commit: Commit, path: str, said: str) -> Portfolio:
    """The portfolio of a folder in a commit; raises InvalidPortfolio."""
    problems = Problems()
    tree = repository.folder(commit, path, said)
    folder = repository.root / path
    return reading_of(folder, repository.contents(tree, folder, problems), problems).portfolio


def path_below(repository: Repository, path: str, here: Path) -> str:
    """A path below the repository's root, without dots; raises InvalidPortfolio outside of it."""
    written = path.replace(os.sep, "/")
    start = here.resolve() if written.startswith("./") or written.startswith("../") else None
    whole = Path(os.path.normpath((start or repository.root.resolve()) / written))
    if not whole.is_relative_to(repository.root.resolve()):
        fix = "A path counts from the repository's root, ./path from this folder."
        raise refused(path, "it leads out of the repository", "a folder in it", fix)
    return PurePosixPath(whole.relative_to(repository.root.resolve()).as_posix()).as_posix()


def with_settings_of(portfolio: Portfolio, other: Portfolio) -> Portfolio:
    """A portfolio under the tuning settings of another; its pins stay its own."""
    return replace(portfolio, tables={**portfolio.tables, "settings": other.tables["settings"]})


def _built(path: Path) -> Portfolio:
    try:
        with closing(open_read_only(path)) as database:
            return portfolio_of(database)
    except (duckdb.Error, ValueError) as error:
        found_words = "the file is no database of answers that this version can read"
        fix = "Build it anew with `depmap build`, or name the folder."
        raise refused(path.name, found_words, "a folder or a built file", fix) from error
