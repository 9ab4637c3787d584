"""`depmap plan`: the sequenced plan as CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario
from depmap.cli.out import filters

# What the rows and their sentence are read from; anything else is not computed.
_READ = ("report.plan", "report.items", "report.settings")


@click.command()
@shared.folder_argument
@filters.options
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
    read = (*_READ, *filters.read(search, lists))
    with shared.answers(portfolio, as_of, only=read) as connection:
        from depmap.answers import relations
        from depmap.exporters import csv
        from depmap.exporters.extract import Extract, name_of

        asked = filters.asked(connection, search, lists)
        extract = Extract(connection, name_of(folder), asked)
        rows, in_short = extract.columns(relations.plan), extract.plan_in_short
    click.echo(csv.columns_text(rows).encode("utf-8"), nl=False)
    click.echo(in_short, err=True)
