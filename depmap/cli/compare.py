"""`depmap compare`: what a scenario moves, beside today's plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario


@click.command()
@shared.folder_argument
@scenario.option(required=True)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="text for people, markdown for a page or pull request, json for programs.",
)
@shared.as_of_option
def compare(folder: Path, what_if: tuple[str, ...], style: str, as_of: datetime | None) -> None:
    """Print what a scenario would move, and which cells would make it real.

    Exit code 1 when the folder cannot be loaded, 2 when the scenario cannot be laid onto it.
    """
    today = shared.read_or_exit(folder)
    asked = scenario.asked(today, what_if)
    laid = scenario.under(today, asked, as_of)
    with (
        shared.answers(today, as_of) as before,
        shared.answers(laid.portfolio, as_of) as after,
    ):
        from depmap.answers import changes
        from depmap.answers.names import called
        from depmap.exporters import comparison
        from depmap.words.what_if import question

        told = question(asked.changes, called(after)) if asked.changes else asked.saved[0].name
        report = comparison.Report(told, laid.cells, changes.compare(before, after))
    write = {
        "text": comparison.text, "json": comparison.json_text, "markdown": comparison.markdown,
    }  # fmt: skip
    click.echo(write[style](report).encode("utf-8"), nl=False)
