"""Typed rows -> the schema input of a database, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from depmap.engine.step import append, by_column
from depmap.portfolio.problem import Note
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Column, Table
from depmap.portfolio.typed import BETWEEN, Portfolio, Rows, Samples

# Fewer rows than these are answered faster by one thread than by several that wait for each other.
FEW_ROWS = 2_000
_TABLES = (*TABLES, *BETWEEN)
_NONE = Rows({})
ALL = frozenset(table.name for table in _TABLES)


def load_inputs(
    connection: DuckDBPyConnection,
    portfolio: Portfolio,
    as_of: date | None = None,
    names: Collection[str] = ALL,
) -> None:
    """Creates the schema input with these tables and their rows.

    as_of: the day all dates count from; else the one of the settings, else today.
    """
    connection.execute("create schema input")
    for table in _TABLES:
        if table.name not in names:
            continue
        _create(connection, table)
        rows = portfolio.tables.get(table.name, _NONE)
        columns = {name: list(values) for name, values in rows.columns.items()}
        if table.name == "settings":
            columns["as_of"] = [as_of or columns["as_of"][0] or date.today()]
        append(connection, f"input.{table.name}", columns)
    if names is ALL:
        _load_notes(connection, portfolio.notes)
        _load_samples(connection, portfolio.samples)


def _load_notes(connection: DuckDBPyConnection, notes: Sequence[Note]) -> None:
    connection.execute(
        "create table input.notes (rule varchar, kind varchar, cells integer, lines varchar,"
        " example varchar, source_file varchar, source_line integer)"
    )
    columns: dict[str, list[Any]] = {
        "rule": [note.rule for note in notes],
        "kind": [note.kind for note in notes],
        "cells": [note.count for note in notes],
        "lines": [", ".join(map(str, note.lines)) for note in notes],
        "example": [note.example for note in notes],
        "source_file": [note.file for note in notes],
        "source_line": [min(note.lines, default=0) for note in notes],
    }
    append(connection, "input.notes", columns)


def _load_samples(connection: DuckDBPyConnection, samples: Mapping[str, Samples]) -> None:
    connection.execute(
        "create table input.foreign_samples (item varchar, days blob, days_if_together blob)"
    )
    columns: dict[str, list[Any]] = {
        "item": list(samples),
        "days": [one.days for one in samples.values()],
        "days_if_together": [one.days_if_together for one in samples.values()],
    }
    append(connection, "input.foreign_samples", columns)


def foreign_samples(connection: DuckDBPyConnection) -> dict[str, Samples]:
    """The sampled days of items of other portfolios, by their id here."""
    rows = connection.execute("from input.foreign_samples").fetchall()
    return {item: Samples(*days) for item, *days in rows}


def portfolio_of(connection: DuckDBPyConnection, version: str = "") -> Portfolio:
    """The portfolio that a database was built from, with the day that it was built for.

    version: the digest of the files, where the caller knows it. folder is not known.
    """
    tables = {}
    for table in _TABLES:
        names = [*(column.name for column in table.columns), "source_file", "source_line"]
        rows = connection.table(f"input.{table.name}").fetchall()
        tables[table.name] = Rows(by_column(names, rows))
    return Portfolio("", tables, version, samples=foreign_samples(connection))


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
