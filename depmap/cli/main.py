"""`depmap`: the list of commands."""

import click

from depmap.cli.build import build
from depmap.cli.check import check
from depmap.cli.init import init
from depmap.cli.plan import plan

COMMANDS = (check, build, plan, init)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Which slow external thing must someone start by which date?

    DIR is a folder of CSV and YAML files, described in docs/inputs.md.
    """


for command in COMMANDS:
    main.add_command(command)
