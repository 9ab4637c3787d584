"""`depmap check`: what cannot be loaded, and what loads but is questionable."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@click.command()
@shared.folder_argument
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="text for people, github for annotations on a pull request, json for programs.",
)
@shared.as_of_option
@scenario.option()
def check(folder: Path, style: str, as_of: datetime | None, what_if: tuple[str, ...]) -> None:
    """Say what cannot be loaded, and what loads but is questionable.

    Exit code 0 without problems (findings are no problems), 1 with problems.
    """
    from depmap.portfolio.problem import InvalidPortfolio

    try:
        portfolio = shared.read(folder)
    except InvalidPortfolio as error:
        shared.print_problems(error, style, folder)
        sys.exit(1)
    if what_if:
        portfolio = scenario.under(portfolio, scenario.asked(portfolio, what_if), as_of).portfolio
    from depmap.engine.database import build

    with shared.progress("Computing"), build(portfolio, shared.day(as_of)) as connection:
        _print_findings(connection, style, folder)


def _print_findings(connection: DuckDBPyConnection, style: str, folder: Path) -> None:
    from depmap.answers import relations
    from depmap.answers.rows import records
    from depmap.exporters.extract import Extract, name_of
    from depmap.portfolio.problem import located
    from depmap.words.formats import count

    findings = records(relations.findings(connection))
    if style == "json":
        click.echo(json.dumps({"problems": [], "findings": findings}, indent=2, ensure_ascii=False))
        return
    for finding in findings:
        if style == "github":
            text = f"{finding['rule']}: {finding['subject']}. {finding['what']} {finding['fix']}"
            place = folder, finding["source_file"], finding["source_line"]
            click.echo(shared.annotation("warning", *place, text))
        else:
            where = located(finding["source_file"], finding["source_line"])
            click.echo(f"{where}, {finding['rule']}: {finding['subject']}. {finding['what']}")
            click.echo(f"    {finding['why']} {finding['fix']}")
    click.echo(f"No problems, {count(len(findings), 'finding')}.", err=True)
    click.echo(" ".join(Extract(connection, name_of(folder)).overview), err=True)
