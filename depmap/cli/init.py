"""`depmap init`: a small commented example portfolio."""

from __future__ import annotations

from pathlib import Path

import click

from depmap.cli import shared


@click.command()
@shared.folder_argument
def init(folder: Path) -> None:
    """Write a small commented example portfolio to start your own from."""
    from depmap.inputs.example import write_example

    try:
        written = write_example(folder)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    for path in written:
        click.echo(path)
    click.echo(f"Next: {shared.called('check', str(folder))}", err=True)
