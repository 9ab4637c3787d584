"""A change that means to move nothing moves nothing: the answers to data/ on one fixed day.

answers.json holds, for every column of every report relation, a digest of its values, rows in
their own order (a relation promises none). What a change means to move is written anew with

    python -m tests.sql.test_answers_stay

and the difference in answers.json names the columns that moved, for the reader of the commit.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path(__file__).with_name("answers.json")
AS_OF = date(2026, 11, 24)
# Sampled shares are counts of samples; the rest is added in an order that may differ by machine.
DECIMALS = 7


def digests():
    """{relation: {column: digest}} of all rows of report.* on the fixed day."""
    with build(read_portfolio(ROOT / "data"), AS_OF) as connection:
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'report'"
            " order by table_name"
        ).fetchall()
        return {name: _columns(connection.table(f"report.{name}")) for (name,) in names}


def _columns(relation):
    rows = sorted(relation.fetchall(), key=repr)
    return {
        column: hashlib.sha256(repr([_plain(row[place]) for row in rows]).encode()).hexdigest()[:12]
        for place, column in enumerate(relation.columns)
    }


def _plain(value):
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0
    if isinstance(value, str):
        return value.replace(str(ROOT), "")
    return value


@pytest.fixture(scope="module")
def found():
    return digests()


def test_the_same_relations_and_columns(found):
    """No relation or column came or went unsaid."""
    kept = json.loads(KEPT.read_text())
    assert {name: list(columns) for name, columns in found.items()} == {
        name: list(columns) for name, columns in kept.items()
    }


def test_the_same_values(found):
    """Every column holds the values it held."""
    kept = json.loads(KEPT.read_text())
    moved = [
        f"{name}.{column}"
        for name, columns in found.items()
        for column, digest in columns.items()
        if kept.get(name, {}).get(column, digest) != digest
    ]
    assert moved == []


if __name__ == "__main__":
    KEPT.write_text(json.dumps(digests(), indent=1) + "\n", encoding="utf-8")
