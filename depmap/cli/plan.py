"""`depmap plan`: the sequenced plan as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from depmap.answers.filters import LISTS, Filters
from depmap.answers.names import NONE
from depmap.cli import shared
from depmap.cli import what_if as scenario

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Command = TypeVar("Command", bound=Callable[..., None])


def filter_options(command: Command) -> Command:
    """One option per filter of the pages, in their order, and the search."""
    command = click.option(
        "--search", default="", help="Words to look for in names, parties and notes."
    )(command)
    for found in reversed(LISTS):
        command = click.option(f"--{found.key}", multiple=True, help=found.helps)(command)
    return command


@click.command()
@shared.folder_argument
@filter_options
@shared.as_of_option
@scenario.option()
def plan(
    folder: Path,
    as_of: datetime | None,
    search: str,
    what_if: tuple[str, ...],
    **lists: tuple[str, ...],
) -> None:
    """Print the sequenced plan as CSV, and on stderr the sentence of the Plan page.

    Filters only leave out rows: sequence numbers, dates and scores are those of the whole plan.
    """
    portfolio = scenario.portfolio_under(folder, what_if, as_of)
    with shared.answers(portfolio, as_of) as connection:
        from depmap.answers import relations
        from depmap.exporters import csv
        from depmap.words import headline
        from depmap.words.sentence import plain

        filters = _filters(connection, search, lists)
        rows = relations.plan(connection, filters)
        items = relations.items(connection, filters)
    click.echo(csv.csv_text(rows).encode("utf-8"), nl=False)
    shown = items[items["item_id"].isin(rows["item_id"])]
    click.echo(plain(headline.plan(shown, filters != Filters())), err=True)


def _filters(
    connection: DuckDBPyConnection, search: str, lists: dict[str, tuple[str, ...]]
) -> Filters:
    """The filters of the command; a wrong id ends it with those there are."""
    wanted: dict[str, list[str]] = {}
    for found in LISTS:
        known = [known_id for _, known_id in found.offers(connection)]
        offered = {known_id: known_id for known_id in known}
        if found.nothing:
            offered[NONE] = ""
        for value in lists[found.key]:
            if value not in offered:
                choices = ", ".join(sorted(offered))
                raise click.UsageError(f'no {found.key} is called "{value}". There are: {choices}')
        wanted[found.key] = [offered[value] for value in lists[found.key]]
    return Filters(search, **wanted)
