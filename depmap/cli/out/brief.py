"""`depmap brief`: one page for a meeting, or for one owner every week."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from depmap.cli import shared
from depmap.cli.compare import between, side_or_exit
from depmap.cli.out import filters


@click.command()
@shared.folder_argument
@click.option("--owner", multiple=True, help="Only theirs: an owner id, or none; repeatable.")
@click.option(
    "--since", default="", metavar="OLD",
    help="Also what moved since: a folder, a built file, or REV:folder, as compare takes it.",
)  # fmt: skip
@click.option(
    "--format",
    "style",
    type=click.Choice(["md", "html", "pdf"]),
    default="md",
    help="md for a mail or a page, html for a file that prints on a page, pdf by Chromium.",
)
@shared.as_of_option
def brief(
    folder: Path, owner: tuple[str, ...], since: str, style: str, as_of: datetime | None
) -> None:
    """Print one page: what changed, what must start now, what to decide, what is at risk.

    With --owner it holds what that owner starts and decides, to be mailed every week.
    """
    old = side_or_exit(since, None) if since else None
    portfolio = shared.read_or_exit(folder)
    with shared.answers(portfolio, as_of) as connection:
        from depmap.exporters import brief as pages
        from depmap.exporters import page
        from depmap.exporters.comparison import by_direction
        from depmap.exporters.extract import CannotCarry, Extract, name_of
        from depmap.versions.side import Side

        chosen = filters.asked(connection, "", {"owner": owner})
        extract = Extract(connection, name_of(folder), chosen)
        changed: dict[str, str] = {}
        if old is not None:
            new = Side(str(folder), portfolio, extract.as_of, folder)
            with shared.progress("Comparing"):
                changed = by_direction(between(old, new, connection))
        found = pages.brief(extract, since, changed)
        content = pages.markdown_text(found).encode() if style == "md" else pages.html_bytes(found)
    if style == "pdf":
        try:
            content = page.pdf(content)
        except CannotCarry as error:
            raise click.ClickException(str(error)) from error
    click.echo(content, nl=False)
