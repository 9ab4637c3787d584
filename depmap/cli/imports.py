"""`depmap import`: the export of another tool as an input folder."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from depmap.cli import shared

if TYPE_CHECKING:
    from depmap.imports.found import Options


def _words(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, (text or "").split(","))))


@click.command(name="import")
@click.argument("source", type=shared.FOLDER)
@click.argument("out_dir", type=shared.FOLDER)
@click.option("--from", "tool", help="The tool: jira, mspdi, github …  [default: told by the file]")
@click.option("--directions", callback=_words, metavar="KEY,…", help="Tasks that are directions.")
@click.option("--link-type", multiple=True, help="Jira: links that mean waiting. [default: Blocks]")
@click.option("--flip-links", is_flag=True, help="Links of the source point the other way.")
@click.option("--update", is_flag=True, help="Bring a folder up to date, by ticket.")
@click.option("--dry-run", is_flag=True, help="With --update: print a diff and write nothing.")
def imports(
    source: Path,
    out_dir: Path,
    tool: str | None,
    directions: tuple[str, ...],
    link_type: tuple[str, ...],
    flip_links: bool,
    update: bool,
    dry_run: bool,
) -> None:
    """Read SOURCE, the export of a tool, and write the input folder OUT_DIR.

    import.md in it says what was taken, guessed and left out, and what to fill in first. OUT_DIR
    must be new or empty, unless --update is given. Everything is written, or nothing.
    """
    options = _options(tool, link_type, directions, flip_links)
    if update:
        _update(source, out_dir, tool or "", options, dry_run)
        return
    if dry_run:
        raise click.UsageError("--dry-run goes with --update.")
    from depmap.imports.folder import PAGE, checked, files_of, write_new
    from depmap.imports.registry import imported
    from depmap.inputs.writing.files import CannotWrite
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.words.exchange import imports as words

    try:
        with shared.progress("Reading"):
            mapped = imported(source, tool or "", options)
            files = files_of(mapped, source.name, date.today())
            checked(out_dir, files)
        files[PAGE] = words.page(mapped, source.name).encode()
        write_new(out_dir, files)
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", source.parent, err=True)
        sys.exit(1)
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    for name in sorted(files):
        click.echo(out_dir / name)
    click.echo(words.taken(mapped.tables), err=True)
    click.echo(
        f"Read {out_dir / PAGE} first, then: {shared.called('check', str(out_dir))}", err=True
    )


def _options(
    tool: str | None, link_type: tuple[str, ...], directions: tuple[str, ...], flip: bool
) -> Options:
    from depmap.imports.found import Options
    from depmap.imports.registry import WORDS

    if tool and tool not in WORDS:
        raise click.BadParameter(f"choose from {', '.join(WORDS)}.", param_hint="--from")
    return Options(link_type or ("Blocks",), directions, flip)


def _update(source: Path, folder: Path, tool: str, options: Options, dry_run: bool) -> None:
    """Bring the files of a folder up to date, or print what would change."""
    from depmap.imports.update import update
    from depmap.inputs.writing.files import CannotWrite
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.words.exchange import imports as words

    try:
        with shared.progress("Reading"):
            found = update(folder, source, tool, options)
        if dry_run:
            click.echo(found.edits.diff().encode("utf-8"), nl=False)
        else:
            for path in found.edits.write():
                click.echo(path)
    except InvalidPortfolio as error:
        shared.print_problems(error, "text", folder, err=True)
        sys.exit(1)
    except CannotWrite as error:
        raise click.ClickException(str(error)) from error
    click.echo(words.updated(found), err=True)
