"""`depmap tidy`: the files in the plain form in which they are read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from depmap.cli import shared


@click.command()
@shared.folder_argument
@click.option("--dry-run", is_flag=True, help="Print what would change, and write nothing.")
@click.option("--plain", is_flag=True, help="Also UTF-8, commas, no empty rows and columns.")
@click.option(
    "--dates",
    type=click.Choice(["month-first", "day-first"]),
    help="What stands first in dates like 3/4/2026.",
)
def tidy(folder: Path, dry_run: bool, plain: bool, dates: str | None) -> None:
    """Write what was read as something else the way the pages understand it.

    Only cells that change are touched: separators, quotes, comments, line ends, encoding and
    columns of your own stay. All files are written, or none.
    """
    from depmap.inputs.writing.files import CannotWrite
    from depmap.inputs.writing.tidy import tidied
    from depmap.portfolio.problem import InvalidPortfolio

    try:
        with shared.progress("Reading"):
            changes = tidied(folder, dates or "", plain)
        if dry_run:
            click.echo(changes.diff().encode("utf-8"), nl=False)
        else:
            changes.write()
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder, err=True)
        sys.exit(1)
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    if not changes.files:
        click.echo("Everything is plain already.", err=True)
    elif not dry_run:
        click.echo(f"Wrote {', '.join(sorted(changes.files))}", err=True)
