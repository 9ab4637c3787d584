"""The filters of the pages as options of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

from depmap.answers.filters import LISTS, Filters
from depmap.answers.names import NONE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Command = TypeVar("Command", bound=Callable[..., None])


def options(command: Command) -> Command:
    """One option per filter of the pages, in their order, and the search."""
    command = click.option(
        "--search", default="", help="Words to look for in names, parties and notes."
    )(command)
    for found in reversed(LISTS):
        command = click.option(f"--{found.key}", multiple=True, help=found.helps)(command)
    return command


def asked(
    connection: DuckDBPyConnection, search: str, lists: Mapping[str, tuple[str, ...]]
) -> Filters:
    """The filters that a command was given; a wrong id ends it with those there are."""
    wanted: dict[str, list[str]] = {}
    for found in LISTS:
        known = [known_id for _, known_id in found.offers(connection)]
        offered = {known_id: known_id for known_id in known}
        if found.nothing:
            offered[NONE] = ""
        for value in lists.get(found.key, ()):
            if value not in offered:
                choices = ", ".join(sorted(offered))
                raise click.UsageError(f'no {found.key} is called "{value}". There are: {choices}')
        wanted[found.key] = [offered[value] for value in lists.get(found.key, ())]
    return Filters(search, **wanted)
