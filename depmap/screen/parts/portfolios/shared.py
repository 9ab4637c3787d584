"""What several portfolios ask for: the same real thing, or the same outside party."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row
from depmap.screen.parts.portfolios import listed
from depmap.screen.pieces import links, markup
from depmap.screen.pieces.markup import link, muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.words.formats import count

MOST_PORTFOLIOS, MOST_NAMES = 6, 2
FIRST = 8
NO_KEY = (
    "Nothing is asked for twice by a shared key. The column shared_key of prerequisites.csv says "
    "that two teams mean the same thing."
)
NO_PARTY = "No outside party is asked by two portfolios."


def draw(rows: Sequence[Row], nothing: str) -> None:
    """A row per thing: who asks, by when the first has to start, who has begun."""
    columns = [
        Column("What", _what, "name", "title", "27%"),
        Column("Asked by", _count, "portfolio_count", "right", "8%", True),
        Column("Portfolios", _portfolios, "titles", "plain", "37%"),
        Column("First start by", lambda row: markup.day(row["first_start_by"]),
               "first_start_by", "line", "12%"),
        Column("Begun by", _begun, "begun_by", "line", "16%"),
    ]  # fmt: skip
    listed.draw(rows, columns, "shared", FIRST, nothing)


def _what(row: Row) -> str:
    if row["kind"] == "key":
        return tag("strong", "", text(row["name"])) + tag("small", "", text(row["word"]))
    names = ", ".join(row["names"][:MOST_NAMES])
    rest = len(row["names"]) - MOST_NAMES
    more = f" and {rest} more" if rest > 0 else ""
    return tag("strong", "", text(row["word"])) + tag("small", "dm-wrapped", text(names + more))


def _count(row: Row) -> str:
    small = f"{count(row['items'], 'item')}" if row["items"] > row["portfolio_count"] else ""
    return tag("strong", "", text(row["portfolio_count"])) + (
        tag("small", "", text(small)) if small else ""
    )


def _portfolios(row: Row) -> str:
    """Each with the way to its items that ask for it."""
    named = zip(row["portfolios"], row["titles"], strict=True)
    listed = [
        link(title, links.address("prerequisites", portfolio=name, search=row["word"]), "dm-who")
        for name, title in list(named)[:MOST_PORTFOLIOS]
    ]
    rest = row["portfolio_count"] - MOST_PORTFOLIOS
    return ", ".join(listed) + (muted(f" and {rest} more") if rest > 0 else "")


def _begun(row: Row) -> str:
    if not row["begun_by"]:
        return muted("nobody yet")
    rest = len(row["begun_by"]) - MOST_NAMES
    more = f" and {rest} more" if rest > 0 else ""
    return text(", ".join(row["begun_by"][:MOST_NAMES]) + more)
