"""The command line: check, build, plan, init.

Results go to stdout, everything for people to stderr. Exit codes: 0 done; 1 the portfolio has
problems or the file could not be written; 2 the command itself was wrong.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import TypeVar

import click
import duckdb
from duckdb import DuckDBPyConnection

from depmap import answers, exports
from depmap.answers import Filters
from depmap.engine.database import build as build_database
from depmap.engine.publish import publish
from depmap.inputs.example import write_example
from depmap.inputs.problem import InvalidPortfolio
from depmap.inputs.schema import FILES
from depmap.inputs.validate import Portfolio, read_portfolio

PROBLEMS_SHOWN = 100
SECONDS_BEFORE_PROGRESS = 1.0

FOLDER = click.Path(path_type=Path)
Command = TypeVar("Command", bound=Callable[..., None])


def as_of_option(command: Command) -> Command:
    """The day to count from, shared by the commands that compute."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Day that all dates count from, YYYY-MM-DD.  [default: settings.yaml, else today]",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Which slow external thing must someone start by which date?

    DIR is a folder of CSV and YAML files, described in docs/inputs.md.
    """


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="text for people, github for annotations on a pull request, json for programs.",
)
@as_of_option
def check(folder: Path, style: str, as_of: datetime | None) -> None:
    """Say what cannot be loaded, and what loads but is questionable.

    Exit code 0 without problems (findings are no problems), 1 with problems.
    """
    try:
        portfolio = _read(folder)
    except InvalidPortfolio as error:
        _print_problems(error, style)
        sys.exit(1)
    with _progress("Computing"), build_database(portfolio, _day(as_of)) as connection:
        _print_findings(connection, style)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--out", required=True, type=FOLDER, help="The DuckDB file to write.")
@as_of_option
def build(folder: Path, out: Path, as_of: datetime | None) -> None:
    """Write a DuckDB file that holds every answer in the schema report.

    The file appears whole or not at all: when anything fails, an existing one stays as it was.
    """
    if out.resolve() in {(folder / name).resolve() for name in FILES}:
        raise click.UsageError(f"{out} is an input file of this portfolio; choose another name.")
    portfolio = _read_or_exit(folder)
    try:
        with _progress("Building"):
            publish(portfolio, out, _day(as_of))
    except (OSError, duckdb.Error) as error:
        raise click.ClickException(f"{out} could not be written: {error}") from error
    click.echo(f"Wrote {out}", err=True)


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--theme", "themes", multiple=True, help="Theme id; may be repeated.")
@click.option("--owner", "owners", multiple=True, help="Owner id, or none; may be repeated.")
@click.option("--direction", "directions", multiple=True, help="Direction id; may be repeated.")
@click.option("--action", "actions", multiple=True, help='Such as "start now"; may be repeated.')
@click.option("--search", default="", help="Words to look for in names, parties and notes.")
@as_of_option
def plan(
    folder: Path,
    themes: tuple[str, ...],
    owners: tuple[str, ...],
    directions: tuple[str, ...],
    actions: tuple[str, ...],
    search: str,
    as_of: datetime | None,
) -> None:
    """Print the sequenced plan as CSV.

    Filters only leave out rows: sequence numbers, dates and scores are those of the whole plan.
    """
    portfolio = _read_or_exit(folder)
    owner_ids = tuple("" if owner == "none" else owner for owner in owners)
    filters = Filters(themes, owner_ids, directions, actions, search)
    with _progress("Computing"), build_database(portfolio, _day(as_of)) as connection:
        _refuse_unknown(connection, filters)
        text = exports.csv_text(answers.plan(connection, filters))
    sys.stdout.buffer.write(text.encode("utf-8"))


@main.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def init(folder: Path) -> None:
    """Write a small commented example portfolio to start your own from."""
    try:
        written = write_example(folder)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(path)
    click.echo(f"Next: python -m depmap check {folder}", err=True)


def _day(as_of: datetime | None) -> date | None:
    return as_of.date() if as_of else None


@contextmanager
def _progress(doing: str) -> Iterator[None]:
    """Says on stderr what is going on, once it takes longer than a blink."""
    timer = Timer(SECONDS_BEFORE_PROGRESS, click.echo, (f"{doing} …",), {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(folder: Path) -> Portfolio:
    with _progress("Reading"):
        return read_portfolio(folder)


def _read_or_exit(folder: Path) -> Portfolio:
    try:
        return _read(folder)
    except InvalidPortfolio as error:
        _print_problems(error, "text", err=True)
        sys.exit(1)


def _refuse_unknown(connection: DuckDBPyConnection, filters: Filters) -> None:
    everything = Filters()
    known: dict[str, tuple[Iterable[str], Iterable[str]]] = {
        "theme": (filters.themes, answers.themes(connection, everything)["theme_id"]),
        "owner": (filters.owners, [*answers.owners(connection, everything)["owner_id"], ""]),
        "direction": (
            filters.directions,
            answers.directions(connection, everything)["direction_id"],
        ),
        "action": (filters.actions, answers.ACTIONS),
    }
    for option, (wanted, offered) in known.items():
        for value in wanted:
            if value not in set(offered):
                choices = ", ".join(sorted(filter(None, offered)))
                raise click.UsageError(f'no {option} is called "{value}". There are: {choices}')


def _print_problems(error: InvalidPortfolio, style: str, err: bool = False) -> None:
    problems = error.problems
    if style == "json":
        rows = [asdict(problem) for problem in problems]
        click.echo(json.dumps({"problems": rows, "findings": []}, indent=2, ensure_ascii=False))
        return
    for problem in problems[:PROBLEMS_SHOWN]:
        if style == "github":
            text = f"{problem.field}: {problem.found}. {problem.fix}"
            click.echo(_annotation("error", problem.file, problem.line, text))
        else:
            click.echo(str(problem), err=err)
    more = f" The first {PROBLEMS_SHOWN} are shown." if error.total > PROBLEMS_SHOWN else ""
    click.echo(f"{_count(error.total, 'problem')}.{more}", err=True)


def _print_findings(connection: DuckDBPyConnection, style: str) -> None:
    findings = answers.findings(connection, Filters())
    if style == "json":
        rows = findings.to_dict(orient="records")
        click.echo(json.dumps({"problems": [], "findings": rows}, indent=2, ensure_ascii=False))
        return
    for finding in findings.to_dict(orient="records"):
        if style == "github":
            text = f"{finding['rule']}: {finding['subject']}. {finding['what']} {finding['fix']}"
            click.echo(_annotation("warning", finding["source_file"], finding["source_line"], text))
        else:
            where = f"{finding['source_file']} line {finding['source_line']}"
            click.echo(f"{where}, {finding['rule']}: {finding['subject']}. {finding['what']}")
            click.echo(f"    {finding['why']} {finding['fix']}")
    click.echo(f"No problems, {_count(len(findings), 'finding')}.", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _annotation(level: str, file: str, line: int, text: str) -> str:
    """A workflow command; %, CR and LF are escaped as GitHub asks, in properties : and , too."""

    def escaped(value: str) -> str:
        return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    where = escaped(file).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={where},line={max(line, 1)}::{escaped(text)}"
