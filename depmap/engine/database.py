"""Typed rows -> one DuckDB database that holds every answer.

`sql/` runs in file-name order. Between its files two pure Python steps fill tables that SQL
cannot fill well: engine/route.py settles the any-of groups after the 1x files, engine/ranges.py
samples the lead ranges after the 2x files. Afterwards the connection is locked: it can neither
reach files or the network nor change its own settings.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pandas
from duckdb import DuckDBPyConnection

from depmap.engine import ranges
from depmap.engine.route import Item, Network, Requirement, Route, without_cycles
from depmap.inputs.schema import TABLES
from depmap.inputs.table import Column, Table
from depmap.inputs.validate import Portfolio

SQL_FOLDER = Path(__file__).resolve().parents[2] / "sql"

LOCKS = (
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set python_enable_replacements = false",
    "set lock_configuration = true",
)


def build(
    portfolio: Portfolio, as_of: date | None = None, path: Path | None = None
) -> DuckDBPyConnection:
    """A locked connection to a database with the schemas input, calc and report.

    as_of: the day all dates count from; else the one in settings.yaml; else today.
    path: a file to create, which must not exist; in memory when left out.
    Raises duckdb.Error when the file cannot be written.
    """
    connection = duckdb.connect(str(path) if path else ":memory:")
    try:
        _load_inputs(connection, portfolio, as_of)
        for decade, files in groupby(sorted(SQL_FOLDER.glob("*.sql")), lambda file: file.name[0]):
            if step := PYTHON_STEPS.get(decade):
                step(connection)
            for file in files:
                connection.execute(file.read_text(encoding="utf-8"))
        lock(connection)
    except BaseException:
        connection.close()
        if path:
            with suppress(OSError):
                path.unlink()
        raise
    return connection


def open_read_only(path: Path) -> DuckDBPyConnection:
    """A locked, read-only connection to a database file made by `build`."""
    connection = duckdb.connect(str(path), read_only=True)
    lock(connection)
    return connection


def lock(connection: DuckDBPyConnection) -> None:
    """Closes the database's doors to files, network, extensions, Python objects and settings."""
    for statement in LOCKS:
        connection.execute(statement)


def _load_inputs(connection: DuckDBPyConnection, portfolio: Portfolio, as_of: date | None) -> None:
    connection.execute("create schema input")
    for table in TABLES:
        _create(connection, table)
        columns = {name: list(v) for name, v in portfolio.tables[table.name].columns.items()}
        if table.name == "settings":
            columns["as_of"] = [as_of or columns["as_of"][0] or date.today()]
        _append(connection, f"input.{table.name}", columns)


def _create(connection: DuckDBPyConnection, table: Table) -> None:
    # Names and types come from schema.py, never from a file.
    columns = [f"{column.name} {_sql_type(column)}" for column in table.columns]
    columns += ["source_file varchar", "source_line integer"]
    connection.execute(f"create table input.{table.name} ({', '.join(columns)})")


def _sql_type(column: Column) -> str:
    match column.type:
        case "whole number" | "position":
            return "bigint" if (column.high or 0) > 2**31 - 1 else "integer"
        case "number":
            return "double"
        case "date" | "date or quarter":
            return "date"
        case "yes or no":
            return "boolean"
        case _:
            return "varchar"


def _append(connection: DuckDBPyConnection, table: str, columns: dict[str, list[Any]]) -> None:
    """Adds rows; `object` keeps None apart from NaN and leaves the typing to DuckDB."""
    if not any(columns.values()):
        return
    frame = pandas.DataFrame({name: pandas.Series(v, dtype=object) for name, v in columns.items()})
    connection.register("rows_to_append", frame)
    connection.execute(f"insert into {table} by name select * from rows_to_append")
    connection.unregister("rows_to_append")


def _rows(connection: DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    # fetchall, because an open result would block the next register.
    return connection.execute(statement).fetchall()


def _settle_route(connection: DuckDBPyConnection) -> None:
    items = {
        name: Item(*values)
        for name, *values in _rows(
            connection,
            "select item_id, remaining_days, effort_days, is_done, is_dropped from calc.items",
        )
    }
    requirements = [
        Requirement(*row)
        for row in _rows(connection, "select item_id, requires_id, any_of from calc.requirements")
    ]
    pins = _rows(
        connection,
        "select pin_number, item_id, requires_id, any_of from calc.pins order by pin_number",
    )
    network = Network(items, requirements)
    pin_rows = [Requirement(*row[1:]) for row in pins]
    route = network.settle(pin_rows)
    directions = [row[0] for row in _rows(connection, "select id from input.directions")]
    live = [name for name in directions if name in route.finish and not items[name].is_done]

    _append(
        connection,
        "calc.choices",
        _columns(
            ("item_id", "any_of", "requires_id"),
            [(group.item, group.any_of, member) for group, member in route.chosen.items()],
        ),
    )
    _append(
        connection,
        "calc.blocked",
        _columns(
            ("item_id", "cause"),
            [(name, list(cause)) for name, cause in network.why_blocked(route.blocked).items()],
        ),
    )
    essential = [(name,) for name in sorted(network.essential(live, route.finish))]
    _append(connection, "calc.essential", _columns(("item_id",), essential))
    numbers = {Requirement(*row[1:]): row[0] for row in reversed(pins)}
    _append(
        connection,
        "calc.rejected_pins",
        _columns(
            ("pin_number", "reason"),
            [(numbers[rejected.pin], rejected.reason) for rejected in route.rejected_pins],
        ),
    )
    soft = _rows(
        connection, "select item, requires from input.dependencies where strength = 'soft'"
    )
    _append(
        connection,
        "calc.advisory_pairs",
        _columns(("item_id", "requires_id"), _advisory_pairs(network, route, soft)),
    )
    _append(
        connection,
        "calc.option_effects",
        _columns(
            ("decision_id", "position", "direction_id", "shift_days"),
            _option_effects(connection, network, pin_rows, route, live),
        ),
    )


def _columns(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    columns: list[list[Any]] = [[] for _ in names]
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return dict(zip(names, columns, strict=True))


def _advisory_pairs(
    network: Network, route: Route, soft: list[tuple[Any, ...]]
) -> list[tuple[str, str]]:
    def is_open(name: str) -> bool:
        return name in route.finish and not network.items[name].is_done

    hard = [
        (name, required)
        for name, required_items in network.plain.items()
        if is_open(name)
        for required in required_items
        if is_open(required)
    ]
    hard += [(group.item, member) for group, member in route.chosen.items() if is_open(group.item)]
    usable = [(item, required) for item, required in soft if is_open(item) and is_open(required)]
    return without_cycles(hard, usable)


def _option_effects(
    connection: DuckDBPyConnection,
    network: Network,
    pins: list[Requirement],
    route: Route,
    live: list[str],
) -> list[tuple[str, int, str, int]]:
    """What each option of an open decision moves: the graph settled anew, its picks first."""
    picks: dict[tuple[str, int], list[Requirement]] = {}
    for decision, position, *pick in _rows(
        connection,
        "select picks.decision, option_position, picks.item, requires, any_of"
        " from input.decision_picks as picks"
        " inner join input.decisions as decisions on decisions.id = picks.decision"
        " where decisions.status = 'open' order by picks.source_line",
    ):
        picks.setdefault((decision, position), []).append(Requirement(*pick))
    effects = []
    for (decision, position), first in picks.items():
        changed = network.settle([*first, *pins])
        for direction in live:
            shift = changed.finish[direction] - route.finish[direction]
            if shift:
                effects.append((decision, position, direction, shift))
    return effects


def _sample_ranges(connection: DuckDBPyConnection) -> None:
    items = [
        ranges.RangeItem(*row)
        for row in _rows(
            connection,
            "select item_id, lead_low_days, lead_likely_days, lead_high_days,"
            " case when status = 'in_progress' then elapsed_days end, remaining_days"
            " from calc.items where item_id in (select item_id from calc.needs)",
        )
    ]
    needed = {item.item_id for item in items}
    requirements = [
        (item, required)
        for item, required in _rows(connection, "select item_id, requires_id from calc.route")
        if item in needed
    ]
    targets = dict(_rows(connection, "select direction_id, target_day from calc.live_directions"))
    goal, samples, seed = _rows(
        connection, "select confidence_goal, samples, seed from calc.settings"
    )[0]
    found = ranges.forecasts(items, requirements, targets, goal=goal, samples=samples, seed=seed)
    _append(
        connection,
        "calc.ranges",
        _columns(
            (
                "direction_id",
                "p50_days",
                "p80_days",
                "chance_on_time",
                "reserve_days",
                "chance_if_all_wait",
            ),
            [
                (
                    forecast.direction_id,
                    forecast.p50_days,
                    forecast.p80_days,
                    forecast.chance_on_time,
                    forecast.reserve_days,
                    forecast.chance_if_all_wait,
                )
                for forecast in found
            ],
        ),
    )
    _append(
        connection,
        "calc.finish_quantiles",
        _columns(
            ("direction_id", "share", "finish_day"),
            [
                (forecast.direction_id, position / 20, day)
                for forecast in found
                for position, day in enumerate(forecast.finish_days)
            ],
        ),
    )


# Which step runs before the files that begin with which digit.
PYTHON_STEPS: dict[str, Callable[[DuckDBPyConnection], None]] = {
    "2": _settle_route,
    "3": _sample_ranges,
}
