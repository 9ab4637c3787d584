"""`depmap tidy`: the files in the plain form in which they are read."""

from __future__ import annotations

import sys
from difflib import unified_diff
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
    from depmap.inputs.writing.files import ChangedMeanwhile, write_all
    from depmap.inputs.writing.tidy import NotTheSame, tidied
    from depmap.portfolio.problem import InvalidPortfolio

    try:
        with shared.progress("Reading"):
            changes = tidied(folder, dates or "", plain)
        if dry_run:
            for name, (old, new) in sorted(changes.items()):
                click.echo(_diff(name, old or b"", new), nl=False)
        else:
            write_all(folder, changes)
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder, err=True)
        sys.exit(1)
    except (ChangedMeanwhile, NotTheSame) as error:
        raise click.ClickException(f"{error}. Nothing was written.") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise click.ClickException(f"The files could not be written: {why}.") from error
    if not changes:
        click.echo("Everything is plain already.", err=True)
    elif not dry_run:
        click.echo(f"Wrote {', '.join(sorted(changes))}", err=True)


def _diff(name: str, old: bytes, new: bytes) -> str:
    from depmap.inputs.reader import decode
    from depmap.portfolio.problem import Problems, printable

    texts = [decode(name, data, Problems()) or "" for data in (old, new)]
    before, after = ([printable(line) for line in text.splitlines()] for text in texts)
    lines = unified_diff(before, after, f"{name} as it is", f"{name} tidied", lineterm="", n=0)
    return "".join(f"{line}\n" for line in lines)
