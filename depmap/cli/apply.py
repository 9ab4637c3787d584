"""`depmap apply`: a scenario written into the files of a folder."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario


@click.command()
@shared.folder_argument
@scenario.option(required=True)
@click.option("--dry-run", is_flag=True, help="Print a unified diff and write nothing.")
@shared.as_of_option
def apply(folder: Path, what_if: tuple[str, ...], dry_run: bool, as_of: datetime | None) -> None:
    """Write a scenario into the files: all of its cells, or nothing.

    Every byte that it does not change stays. A decision is decided, and an item done or started,
    on the day that the dates count from.
    """
    today = shared.read_or_exit(folder)
    asked = scenario.asked(today, what_if)
    from depmap.inputs.writing.files import CannotWrite
    from depmap.portfolio.change import InvalidScenario
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.scenarios.apply import edits

    try:
        found = edits(folder, asked, shared.day(as_of), today.version)
        if dry_run:
            click.echo(found.diff().encode("utf-8"), nl=False)
            return
        written = found.write()
    except InvalidScenario as error:
        scenario.refuse(error)
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder, err=True)
        sys.exit(1)
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(path)
    click.echo("Nothing to change." if not written else "Written.", err=True)
