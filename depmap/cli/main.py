"""`depmap`: the list of commands."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from depmap.cli.apply import apply
from depmap.cli.check import check
from depmap.cli.compare import compare
from depmap.cli.history import history
from depmap.cli.imports import imports
from depmap.cli.init import init
from depmap.cli.out.brief import brief
from depmap.cli.out.build import build
from depmap.cli.out.export import export
from depmap.cli.out.plan import plan
from depmap.cli.out.query import query
from depmap.cli.serve_mcp import serve_mcp
from depmap.cli.tidy import tidy
from depmap.cli.ways_out import ways_out

COMMANDS = (
    check,
    build,
    plan,
    export,
    brief,
    query,
    serve_mcp,
    ways_out,
    compare,
    history,
    apply,
    tidy,
    imports,
    init,
)


@click.group(name="depmap", context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Which slow external thing must someone start by which date?

    DIR is a folder of CSV and YAML files, described in docs/inputs.md.
    """


for command in COMMANDS:
    commands.add_command(command)


def main() -> None:
    """Runs the command line; output that cannot be written is one sentence and exit code 1.

    A pipe whose reader has left, as `head` does, ends it with 1 and no words: Click's own way.
    """
    if sys.stdout is None:
        _cannot_write("it is closed")
    try:
        try:
            # Click's own way of ending hides a closed pipe and the flush of what is left.
            code = commands(standalone_mode=False)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except click.Abort:
            click.echo("Stopped.", err=True)
            code = 1
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:
            raise
        # What is left in the buffer would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _cannot_write(error.strerror or type(error).__name__)
    sys.exit(code if isinstance(code, int) else 0)


def _cannot_write(why: str) -> NoReturn:
    click.echo(f"The output could not be written: {why}.", err=True)
    sys.exit(1)
