"""Two states of a portfolio compared: what was edited, what moved, and because of what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from depmap.answers.causes import Answers, Cause, move_causes
from depmap.answers.changes import Comparison, compare
from depmap.answers.edits import Edit, placed_edits
from depmap.answers.names import called, cut_at_word
from depmap.engine.step import without_looking_for_rings
from depmap.versions.side import Side, with_settings_of


@dataclass(frozen=True)
class Between:
    """What happened from one state to another, both under the settings of the later one.

    names: what items, decisions and owners of either side are called, by id.
    """

    edits: list[Edit]
    comparison: Comparison
    causes: list[Cause]
    names: Mapping[str, str]


@without_looking_for_rings()
def between(
    old: Side,
    new: Side,
    before: DuckDBPyConnection,
    after: DuckDBPyConnection,
    go_on: Callable[[], None] = lambda: None,
) -> Between:
    """The comparison of two sides by a cursor on the answers to each.

    before holds the answers to the rows of `old` under the settings of `new`. go_on is called
    before each step that takes long, and ends them all by what it raises.
    """
    earlier = with_settings_of(old.portfolio, new.portfolio)
    edited = placed_edits(old.portfolio, new.portfolio)
    return Between(
        edits=[found.edit for found in edited],
        comparison=compare(before, after),
        causes=move_causes(
            Answers(earlier, old.as_of, before),
            Answers(new.portfolio, new.as_of, after),
            go_on=go_on,
            edited=edited,
        ),
        names=called(before) | called(after) | _questions(old) | _questions(new),
    )


def _questions(side: Side) -> dict[str, str]:
    """What is asked by each decision, as short as a name, by id."""
    decisions = side.portfolio.tables["decisions"].columns
    asked = zip(decisions["id"], decisions["question"], strict=True)
    return {str(name): f"“{cut_at_word(str(question))}”" for name, question in asked}
