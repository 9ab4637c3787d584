"""What a person typed is what a picture shows: no tag, no entity, and ids as they are."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from depmap import charts
from depmap.charts import base
from depmap.charts.as_typed import as_typed

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(charts.__path__, "depmap.charts.")
]
DRAWN = [
    value
    for module in MODULES
    for name, value in vars(module).items()
    if callable(value)
    and not name.startswith("_")
    and value.__module__ == module.__name__
    and getattr(value, "__annotations__", {}).get("return") in ("go.Figure", go.Figure)
    and value is not base.figure
]
NAME = "Answer<br>within &lt; 5"


def shown(text: str) -> str:
    """The text without what has no width."""
    return text.replace("\u2060", "")


@as_typed
def given(*arguments: Any) -> tuple[Any, ...]:
    """What a chart gets."""
    return arguments


def test_a_name_reads_the_same_and_holds_neither_tag_nor_entity() -> None:
    """In frames and in rows."""
    frame, row = given(
        pd.DataFrame({"owner_id": ["R&D"], "name": [NAME], "days": [5]}),
        {"item_id": "R&D", "name": NAME, "days": 5},
    )
    for found in (frame.loc[0, "name"], row["name"]):
        assert shown(found) == NAME
        assert "<br>" not in found
        assert "&lt;" not in found
    assert (frame.loc[0, "owner_id"], row["item_id"]) == ("R&D", "R&D")
    assert (frame.loc[0, "days"], row["days"]) == (5, 5)


@pytest.mark.parametrize("name", ["Security & Compliance", "R&D", "a < 5", "<- back", "3 > 2"])
def test_a_sign_that_makes_neither_stays_as_it_is(name: str) -> None:
    """What is measured, cut and copied has no sign that nobody typed."""
    (row,) = given({"name": name})
    assert row["name"] == name


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__qualname__)
def test_every_chart_draws_names_as_typed(draw: Callable[..., go.Figure]) -> None:
    """A chart without it would read markup again."""
    assert len(DRAWN) >= 10
    assert hasattr(draw, "__wrapped__")
