"""What several commands share: the folder, the day, reading with progress, printing problems."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, TypeVar

import click

from depmap.portfolio.problem import IN_SHEET
from depmap.portfolio.table import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.portfolio.typed import Portfolio

SECONDS_BEFORE_PROGRESS = 1.0

FOLDER = click.Path(path_type=Path)
Command = TypeVar("Command", bound=Callable[..., None])


def folder_argument(command: Command) -> Command:
    """The folder of a portfolio, shared by all commands."""
    return click.argument("folder", metavar="DIR", type=FOLDER)(command)


def _within_the_calendar(
    _context: click.Context, _option: click.Parameter, day: datetime | None
) -> datetime | None:
    """The years that the input files know too."""
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"choose a day in the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def as_of_option(command: Command) -> Command:
    """The day to count from, shared by the commands that compute."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_within_the_calendar,
        help="Day that all dates count from, YYYY-MM-DD.  [default: settings.yaml, else today]",
    )(command)


def called(*arguments: str) -> str:
    """A command of ours as this person can type it here: by the way this one was called."""
    program = Path(sys.argv[0])
    if program.name == "__main__.py":
        words = [_from_here(Path(sys.executable)), "-m", "depmap"]
    elif (found := shutil.which("depmap")) and Path(found).resolve() == program.resolve():
        words = ["depmap"]
    else:
        words = [_from_here(program)]
    join = subprocess.list2cmdline if sys.platform == "win32" else shlex.join
    return join([*words, *arguments])


def _from_here(program: Path) -> str:
    """A path below this folder without the folder."""
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)


def day(as_of: datetime | None) -> date | None:
    """The day of --as-of."""
    return as_of.date() if as_of else None


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Says on stderr what is going on, once it takes longer than a blink."""
    timer = Timer(SECONDS_BEFORE_PROGRESS, click.echo, (f"{doing} …",), {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def read(folder: Path) -> Portfolio:
    """The portfolio in a folder; raises InvalidPortfolio."""
    from depmap.inputs.validate import read_portfolio

    with progress("Reading"):
        return read_portfolio(folder)


def read_or_exit(folder: Path) -> Portfolio:
    """The portfolio in a folder; with problems they are printed and the command ends with 1."""
    from depmap.portfolio.problem import InvalidPortfolio

    try:
        return read(folder)
    except InvalidPortfolio as error:
        print_problems(error, "text", folder, err=True)
        sys.exit(1)


@contextmanager
def answers(
    portfolio: Portfolio,
    as_of: datetime | None,
    is_explained: bool = False,
    only: Collection[str] = (),
) -> Iterator[DuckDBPyConnection]:
    """The database of a portfolio in memory.

    is_explained: its columns say what they mean. only: the relations of report that the command
    reads; all of them when left out.
    """
    from depmap.engine.database import build

    with progress("Computing"):
        connection = build(portfolio, day(as_of), None, is_explained, only)
    with connection:
        yield connection


def print_problems(error: InvalidPortfolio, style: str, folder: Path, err: bool = False) -> None:
    """The problems as text for one screen, annotations or JSON, and on stderr how many there are.

    Only JSON has every one of them.
    """
    from depmap.portfolio.problem import PROBLEMS_SHOWN
    from depmap.words.formats import count
    from depmap.words.slips import printed

    problems = error.problems
    if style == "json":
        rows = [asdict(problem) for problem in problems]
        click.echo(json.dumps({"problems": rows, "findings": []}, indent=2, ensure_ascii=False))
        return
    shown, rest = printed(problems)
    if style == "github":
        rest = 0
        for problem in problems[:PROBLEMS_SHOWN]:
            text = f"{problem.field}: {problem.found}. {problem.fix}"
            click.echo(annotation("error", folder, problem.file, problem.line, text))
    else:
        for text in shown:
            click.echo(text, err=err)
    following = sum(problem.follows for problem in problems)
    summary = count(len(shown) + rest, "problem")
    if error.total - following > len(shown) + rest:
        summary += f" in {error.total - following:,} places"
    if following:
        summary += f", and {following:,} that follow{'s' if following == 1 else ''} from it"
    more = f" {rest} more with --format json." if rest else ""
    click.echo(f"{summary}.{more}", err=True)


def _repository_of(folder: Path) -> Path | None:
    """The root of the repository that a folder lies in: the workflow's, else the nearest."""
    named = os.environ.get("GITHUB_WORKSPACE")
    if named:
        return Path(named)
    whole = Path(os.path.normpath(Path.cwd() / folder))
    return next((place for place in (whole, *whole.parents) if (place / ".git").exists()), None)


def annotation(level: str, folder: Path, file: str, line: int, text: str) -> str:
    """A workflow command about a file of the folder, by its path from the repository's root.

    %, CR and LF are escaped as GitHub asks, in properties : and , too.
    """
    path = Path(os.path.normpath(folder))
    if file != folder.resolve().name:
        path /= Path(file.partition(IN_SHEET)[0]).name
    whole, root = Path.cwd() / path, _repository_of(folder)
    if root and whole.is_relative_to(root):
        path = whole.relative_to(root)

    def escaped(value: str) -> str:
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    where = escaped(path.as_posix()).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={where},line={max(line, 1)}::{escaped(text)}"
