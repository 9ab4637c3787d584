"""`depmap build`: a DuckDB file that holds every answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario


@click.command()
@shared.folder_argument
@click.option("--out", required=True, type=shared.FOLDER, help="The DuckDB file to write.")
@shared.as_of_option
@scenario.option()
def build(folder: Path, out: Path, as_of: datetime | None, what_if: tuple[str, ...]) -> None:
    """Write a DuckDB file that holds every answer in the schema report.

    The file appears whole or not at all: when anything fails, an existing one stays as it was. Only
    an older file of this command is replaced.
    """
    portfolio = scenario.portfolio_under(folder, what_if, as_of)
    import duckdb

    from depmap.versions.publish import publish

    try:
        with shared.progress("Building"):
            publish(portfolio, out, shared.day(as_of))
    except FileExistsError as error:
        raise click.UsageError(f"{error}. Choose another name.") from error
    except (OSError, duckdb.Error) as error:
        raise click.ClickException(f"{out} could not be written: {error}") from error
    click.echo(f"Wrote {out}", err=True)
