"""What the commands share of scenarios: the option, what it asks for, the portfolio under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from depmap.cli import shared

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from depmap.portfolio.change import InvalidScenario
    from depmap.portfolio.overlay import Overlay
    from depmap.portfolio.typed import Portfolio
    from depmap.scenarios.wanted import Wanted

Command = TypeVar("Command", bound=Callable[..., None])


def option(required: bool = False) -> Callable[[Command], Command]:
    """--what-if, which may be given several times; the texts come in order."""
    return click.option(
        "--what-if",
        "what_if",
        multiple=True,
        required=required,
        metavar="SCENARIO",
        help="A change to try, as id:field:value; the id of a scenario in scenarios.yaml; or a"
        " file of the same shape. Repeatable.",
    )


def asked(portfolio: Portfolio, texts: tuple[str, ...]) -> Wanted:
    """What --what-if asks for; a text that says nothing ends the command with 2."""
    from depmap.inputs.scenario_file import read_scenarios
    from depmap.portfolio.change import InvalidScenario
    from depmap.portfolio.problem import InvalidPortfolio
    from depmap.portfolio.scenario import scenarios_of
    from depmap.scenarios.wanted import wanted

    known = scenarios_of(portfolio.tables)
    named: list[str] = []
    for text in texts:
        path = Path(text)
        # An option's name may end like a file's; a change has two colons, a path at most a drive's.
        is_change = text in known or text.count(":") > 1
        if is_change or path.suffix.lower() not in (".yaml", ".yml"):
            named.append(text)
            continue
        try:
            found = scenarios_of(read_scenarios(path))
        except InvalidPortfolio as error:
            raise _Refused(str(error)) from error
        # A file's own scenarios do not get in the way of those of the folder.
        known |= {f"{text} {name}": scenario for name, scenario in found.items()}
        named += [f"{text} {name}" for name in found]
    try:
        return wanted(named, known)
    except InvalidScenario as error:
        refuse(error)


def under(portfolio: Portfolio, scenario: Wanted, as_of: datetime | None) -> Overlay:
    """The portfolio under a scenario; one that cannot be laid onto it ends the command with 2."""
    from depmap.inputs.scenario_checks import with_changes
    from depmap.portfolio.change import InvalidScenario

    try:
        return with_changes(portfolio, scenario.changes, scenario.rows, shared.day(as_of))
    except InvalidScenario as error:
        refuse(error)


def told(scenario: Wanted, connection: DuckDBPyConnection) -> str:
    """The scenario as a question; the names are those of a database of its answers."""
    from depmap.answers.names import called
    from depmap.words.what_if import asked

    return asked(scenario, called(connection))


def portfolio_under(folder: Path, texts: tuple[str, ...], as_of: datetime | None) -> Portfolio:
    """The portfolio in a folder under what --what-if asks for; without it, as it is."""
    portfolio = shared.read_or_exit(folder)
    if not texts:
        return portfolio
    return under(portfolio, asked(portfolio, texts), as_of).portfolio


def refuse(error: InvalidScenario) -> NoReturn:
    """End the command with 2 and every reason."""
    raise _Refused(str(error)) from error


class _Refused(click.ClickException):
    """A scenario that the command cannot take: the command itself was wrong."""

    exit_code = 2
