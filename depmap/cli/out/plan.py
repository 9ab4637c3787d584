"""`depmap plan`: the sequenced plan as CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario
from depmap.cli.out import filters


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
    with shared.answers(portfolio, as_of) as connection:
        from depmap.answers import relations
        from depmap.exporters import csv
        from depmap.words import headline
        from depmap.words.sentence import plain

        chosen = filters.asked(connection, search, lists)
        rows = relations.plan(connection, chosen)
        items = relations.items(connection, chosen)
    click.echo(csv.csv_text(rows).encode("utf-8"), nl=False)
    shown = items[items["item_id"].isin(rows["item_id"])]
    click.echo(plain(headline.plan(shown, bool(chosen))), err=True)
