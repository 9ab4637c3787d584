"""`depmap export`: answers in the form of another tool."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depmap.cli import shared
from depmap.cli import what_if as scenario
from depmap.cli.out import filters
from depmap.exporters.forms import FORMS, Files, after, again, written

if TYPE_CHECKING:
    from depmap.exporters.writing import After, Again


@click.command()
@shared.folder_argument
@click.option(
    "--to",
    "form",
    required=True,
    type=click.Choice(list(FORMS)),
    help="; ".join(f"{name}: {form.says}" for name, form in FORMS.items()) + ".",
)
@click.option("--out", required=True, type=shared.FOLDER, help="The file or folder to write.")
@filters.options
@shared.as_of_option
@scenario.option()
def export(
    folder: Path,
    form: str,
    out: Path,
    as_of: datetime | None,
    search: str,
    what_if: tuple[str, ...],
    **lists: tuple[str, ...],
) -> None:
    """Write the answers in a form that another tool opens.

    tasks and github are folders, in which a second export replaces what the first one wrote and
    nothing else. A calendar written over its earlier state says what moved and what is gone.
    Filters only leave out rows: dates and scores are those of the whole plan. Files and examples
    are in docs/exchange.md.
    """
    today = shared.read_or_exit(folder)
    wanted = scenario.asked(today, what_if) if what_if else None
    portfolio = scenario.under(today, wanted, as_of).portfolio if wanted else today
    with shared.answers(portfolio, as_of, is_explained=True) as connection:
        from depmap.exporters.extract import CannotCarry, Extract, name_of

        extract = Extract(
            connection,
            name_of(folder),
            filters.asked(connection, search, lists),
            scenario.told(wanted, connection) if wanted else "",
            portfolio,
        )
        try:
            content = written(form, extract)
        except CannotCarry as error:
            raise click.ClickException(str(error)) from error
    _write(out, content, after(form), again(form))


def _write(out: Path, content: bytes | Files, follow: After | None, merge: Again | None) -> None:
    from depmap.exporters import writing
    from depmap.inputs.writing.files import CannotWrite

    try:
        if isinstance(content, bytes):
            writing.write_file(out, content, follow)
            click.echo(f"Wrote {out}", err=True)
            return
        gone = writing.write_folder(out, content, merge)
    except writing.NotOurs as error:
        raise click.UsageError(str(error)) from error
    except (OSError, CannotWrite) as error:
        raise click.ClickException(f"{out} could not be written: {error}") from error
    removed = f", removed {len(gone)} that are no longer due" if gone else ""
    click.echo(f"Wrote {len(content)} files into {out}{removed}", err=True)
