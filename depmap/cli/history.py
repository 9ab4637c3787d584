"""`depmap history`: how the dates of the directions went, revision by revision."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depmap.cli import shared

if TYPE_CHECKING:
    from depmap.versions.history import History


@click.command()
@click.argument("folder", metavar="DIR", type=shared.FOLDER, required=False)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day to look at.")
@click.option(
    "--snapshots",
    type=shared.FOLDER,
    help="In place of DIR: a folder of folders named YYYY-MM-DD, for those without git.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
def history(
    folder: Path | None, since: datetime | None, snapshots: Path | None, style: str
) -> None:
    """Print the trend of every direction over the revisions of a folder in git.

    At most one revision a day and 60 in all, each as of the day of its commit. One that cannot be
    loaded is a gap with its first problem. Exit code 1 when there is no history to read.
    """
    if (folder is None) == (snapshots is None):
        raise click.UsageError("Name a folder in a git repository, or --snapshots.")
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.versions import history as versions

    try:
        with shared.progress("Reading the history"):
            if snapshots is not None:
                found = versions.snapshots(snapshots, shared.day(since))
            else:
                found = versions.history(folder or Path(), shared.day(since))
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder or Path(), err=True)
        sys.exit(1)
    if style == "json":
        rows = {
            "trend": [point._asdict() for point in found.trend],
            "gaps": [gap._asdict() for gap in found.gaps],
        }
        text = json.dumps(rows, indent=2, ensure_ascii=False, default=date.isoformat) + "\n"
        click.echo(text.encode("utf-8"), nl=False)
        return
    _print(found)


def _print(found: History) -> None:
    from depmap.words.formats import chance, count, day

    for name in sorted({point.direction_id for point in found.trend}):
        click.echo(name)
        for point in found.trend:
            if point.direction_id == name:
                dates = f"likely {day(point.forecast)}, 80 % {day(point.p80)}"
                goal = f"target {day(point.target)}, chance {chance(point.chance_on_time)}"
                click.echo(f"    {point.as_of} {point.revision[:10]}: {dates}, {goal}")
    for gap in found.gaps:
        click.echo(f"{gap.as_of} {gap.revision[:10]}: {gap.problem}", err=True)
    revisions = len({point.revision for point in found.trend})
    click.echo(f"{count(revisions, 'revision')}, {count(len(found.gaps), 'gap')}.", err=True)
