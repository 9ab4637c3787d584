"""The table of portfolios: their directions as blocks, what must start, for whom they wait."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row, is_missing
from depmap.look.signs import OUTLOOKS
from depmap.screen.parts.portfolios import listed
from depmap.screen.pieces import links, ui
from depmap.screen.pieces.markup import link, muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words.exchange import portfolios as words
from depmap.words.formats import chance, count, day, percent

# Blocks beyond these would break the line; the numbers beside them count all.
MOST_BLOCKS = 14
FIRST = 20
BLOCKS = ("late", "blocked", "at_risk", "on_time")


def draw(portfolios: Sequence[Row]) -> None:
    """The table and the key to its blocks."""
    columns = [
        Column("Portfolio", _portfolio, "title", "title", "17%"),
        Column("Directions", _blocks, "directions", "plain", "17%"),
        Column("Late", _late, "late", "right", "6%", True),
        Column("At risk", _risk, "at_risk", "hide", "7%", True),
        Column("Lowest chance", _least, "least_certain_name", "line", "18%"),
        Column("Waits longest for", _waits, "waits_for_title", "line", "15%"),
        Column("Must start", _start, "must_start", "half", "9%", True),
        Column("First start by", _first, "first_start_by", "half", "11%", True),
    ]
    listed.draw(portfolios, columns, "portfolios", FIRST, "No portfolio is like this.")
    if portfolios:
        ui.html(_key())


def _portfolio(row: Row) -> str:
    if is_missing(row["as_of"]):
        return tag("strong", "", text(row["title"])) + tag(
            "small", "dm-wrapped", text(f"no answers: {row['why']}")
        )
    name = link(row["title"], links.address(links.OVERVIEW, portfolio=row["portfolio"]))
    if not row["is_stale"]:
        return name
    old = text(words.since(row, view.current().shared.as_of))
    return name + tag("small", "dm-wrapped", tag("span", "dm-risk-text", f"▲ {old}"))


def _counts(row: Row) -> dict[str, int]:
    found = {key: int(row[key]) for key in ("late", "blocked", "at_risk")}
    return found | {"on_time": int(row["directions"]) - sum(found.values())}


def _blocks(row: Row) -> str:
    """A block per direction, worst first; as words for who does not see them."""
    counts = _counts(row)
    kinds = [key for key in BLOCKS for _ in range(counts[key])]
    if not kinds:
        return "" if is_missing(row["as_of"]) else muted("none open")
    blocks = "".join(f'<i class="dm-{kind}"></i>' for kind in kinds[:MOST_BLOCKS])
    rest = len(kinds) - MOST_BLOCKS
    more = tag("small", "", f"+{rest}") if rest > 0 else ""
    said = ", ".join(
        f"{counts[key]} {OUTLOOKS[key].words if key != 'on_time' else 'other'}"
        for key in BLOCKS
        if counts[key]
    )
    return f'<span class="dm-blocks" role="img" aria-label="{text(said)}">{blocks}</span>{more}'


def _late(row: Row) -> str:
    if is_missing(row["as_of"]):
        return ""
    found = []
    if row["late"]:
        found.append(tag("span", "dm-late-text", f"■ {row['late']}"))
    if row["blocked"]:
        found.append(tag("span", "dm-late-text", f"✕ {row['blocked']}"))
    return " ".join(found) or muted("0")


def _risk(row: Row) -> str:
    if is_missing(row["as_of"]):
        return ""
    return tag("span", "dm-risk-text", f"▲ {row['at_risk']}") if row["at_risk"] else muted("0")


def _least(row: Row) -> str:
    if is_missing(row["as_of"]):
        return ""
    if is_missing(row["least_chance"]):
        return muted("no target")
    if row["least_chance"] >= row["confidence_goal"]:
        return muted(f"none below {percent(row['confidence_goal'])}")
    address = links.address("item", row["least_certain"], portfolio=row["portfolio"])
    odds = tag("strong", "", text(chance(row["least_chance"])))
    return link(row["least_certain_name"], address, "dm-who") + " " + odds


def _waits(row: Row) -> str:
    if is_missing(row["as_of"]):
        return ""
    if not row["waits_for"]:
        return muted("nobody")
    how = "for good" if row["waits_in_vain"] else count(row["waits_days"], "day")
    return text(row["waits_for_title"]) + " " + tag("strong", "", text(how))


def _start(row: Row) -> str:
    if is_missing(row["as_of"]):
        return ""
    if not row["must_start"]:
        return tag("span", "dm-narrow", "Must start: ") + muted("0")
    address = links.address("plan", portfolio=row["portfolio"])
    unowned = f"{row['must_start_unowned']} no owner" if row["must_start_unowned"] else ""
    small = tag("small", "", text(unowned)) if unowned else ""
    return tag("span", "dm-narrow", "Must start: ") + link(str(row["must_start"]), address) + small


def _first(row: Row) -> str:
    if is_missing(row["first_start_by"]):
        return ""
    return tag("span", "dm-date", text(day(row["first_start_by"])))


def _key() -> str:
    words = {"late": "late", "blocked": "blocked", "at_risk": "at risk", "on_time": "the others"}
    named = (
        tag("span", "", tag("span", "dm-blocks", f'<i class="dm-{kind}"></i>'), f" {said}")
        for kind, said in words.items()
    )
    return tag("p", "dm-keys", *named)
