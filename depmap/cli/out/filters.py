"""The filters of the pages as options of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

from depmap.answers.filters import LISTS, READ, Filters, UnknownId, by_ids

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


def read(search: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The relations that the filters of a command are read from; none where it was given none."""
    return READ if search or any(lists.values()) else ()


def asked(
    connection: DuckDBPyConnection, search: str, lists: Mapping[str, tuple[str, ...]]
) -> Filters:
    """The filters that a command was given; a wrong id ends it with those there are."""
    try:
        return by_ids(connection, search, lists)
    except UnknownId as error:
        raise click.UsageError(str(error)) from error
