"""`depmap query`: a question of one's own in SQL."""

from __future__ import annotations

import json
import math
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario


@click.command()
@shared.folder_argument
@click.argument("statement", metavar="SELECT")
@click.option(
    "--format",
    "style",
    type=click.Choice(["csv", "json"]),
    default="csv",
    help="csv for spreadsheets, json for programs: one object a row.",
)
@shared.as_of_option
@scenario.option()
def query(
    folder: Path, statement: str, style: str, as_of: datetime | None, what_if: tuple[str, ...]
) -> None:
    """Print the answer to one SELECT on report.*, such as "select * from report.plan".

    What there is: "select table_name, column_name, comment from duckdb_columns() where
    schema_name = 'report'". It reads neither files nor the network, changes nothing, takes at most
    10 seconds and 1 GiB, and prints at most 10,000 rows. Exit code 1 when it is not answered.
    """
    portfolio = scenario.portfolio_under(folder, what_if, as_of)
    from depmap.answers.query import MOST_ROWS, Refused, ask
    from depmap.versions.publish import publish

    with tempfile.TemporaryDirectory() as place:
        built = Path(place) / "answers.duckdb"
        with shared.progress("Computing"):
            publish(portfolio, built, shared.day(as_of))
        try:
            found = ask(built, statement)
        except Refused as error:
            raise click.ClickException(str(error)) from error
    if style == "json":
        rows = [dict(zip(found.columns, map(_number, row), strict=True)) for row in found.rows]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=_plain))
    else:
        from depmap.exporters.csv import rows_text

        click.echo(rows_text(found.columns, found.rows).encode(), nl=False)
    if found.is_cut:
        click.echo(f"Only the first {MOST_ROWS:,} rows: add a limit or a condition.", err=True)


def _number(value: Any) -> Any:
    """JSON has no word for what is no number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: Any) -> Any:
    """What JSON does not know: a date as ISO, a decimal as a number, anything else as text."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
