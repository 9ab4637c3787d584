"""What items are called, and the words that stand where a name is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

# As report.* writes them.
NO_OWNER = "No owner"
NO_CLEAR_OWNER = "no clear owner"
# What a person writes for the empty id, in a command and in an address.
NONE = "none"
LONGEST_IN_CHARTS = 38


@dataclass(frozen=True)
class Names:
    """Names of items and directions, and what open decisions ask, by id.

    An item that nobody knows is said as "unknown", a decision by its id.
    """

    full: Mapping[str, str]
    chart: Mapping[str, str]
    questions: Mapping[str, str] = field(default_factory=dict)

    def of(self, item_id: str) -> str:
        """The whole name."""
        return self.full.get(item_id, "unknown item")

    def short(self, item_id: str) -> str:
        """The name for charts and narrow cells."""
        return self.chart.get(item_id, "unknown item")

    def question(self, decision_id: str) -> str:
        """What a decision asks, in short and in quotes."""
        asked = self.questions.get(decision_id)
        return quoted_in_short(asked) if asked else decision_id


def in_short(words: str) -> str:
    """A question or an answer up to its first colon, which is where it begins to explain itself."""
    return words.split(":")[0]


def quoted_in_short(words: str) -> str:
    """The same in quotes, as it stands in a sentence."""
    return f"“{in_short(words)}”"


def names_of(items: DataFrame, decisions: DataFrame) -> Names:
    """The names of the rows of report.items and the questions of those of report.decisions."""
    full = dict(zip(items["item_id"], items["name"], strict=True))
    short = zip(items["item_id"], items["chart_name"], strict=True)
    asked = dict(zip(decisions["decision_id"], decisions["question"], strict=True))
    return Names(full, {item_id: cut_at_word(name) for item_id, name in short}, asked)


def cut_at_word(name: str, longest: int = LONGEST_IN_CHARTS) -> str:
    """The name, cut after a word with "…" to `longest` signs."""
    if len(name) <= longest:
        return name
    kept = name[: longest - 1]
    if not name[longest - 1].isspace() and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,-/") + "…"


def called(connection: DuckDBPyConnection) -> dict[str, str]:
    """What items and owners are called in a sentence, and what open decisions ask, by id.

    What is asked stands in quotes; a decision about an item goes by the name of that item.
    """
    questions = "select decision_id, question from report.decisions"
    names = (
        "select owner_id, name from report.owners union all"
        " select item_id, chart_name from report.items"
    )
    asked = connection.execute(questions).fetchall()
    return {decision_id: quoted_in_short(question) for decision_id, question in asked} | dict(
        connection.execute(names).fetchall()
    )
