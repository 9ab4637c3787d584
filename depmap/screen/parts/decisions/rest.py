"""Decisions of which no option changes a chance, as a table."""

from __future__ import annotations

from depmap.answers.rows import Row, is_missing
from depmap.screen.parts.decisions.cards import distance
from depmap.screen.parts.decisions.read import TODAY, Decision
from depmap.screen.pieces import markup, table
from depmap.screen.pieces.markup import tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words import decisions as words
from depmap.words.formats import chance, day, percent, points


def listed(decisions: list[Decision]) -> str:
    """The table, in the order given; of many the first, which is said. Ready HTML."""
    by_key = {(one.row["decision_id"], one.row["origin"]): one for one in decisions}
    columns = [
        Column(
            "Question",
            lambda row: _question(by_key[row["decision_id"], row["origin"]]),
            on_phone="title",
        ),
        Column(
            "Who",
            lambda row: markup.owner(row["owner_id"], row["owner"]),
            on_phone="plain",
            width="20%",
        ),
        Column("Decide by", _until, on_phone="right", width="14%"),
    ]
    rows = [one.row for one in decisions[: table.MOST_ROWS]]
    listed = tag("div", "dm-table-box dm-open", table.markup(rows, columns, {}))
    if len(rows) == len(decisions):
        return listed
    told = f"The first {len(rows)} of {len(decisions):,} decisions. Filters narrow them."
    return listed + tag("p", "dm-note", text(told))


def _until(row: Row) -> str:
    advisory = " (advisory)" if row["is_advisory"] else ""
    return tag("strong", "", text(day(row["decide_by"]) + advisory)) + tag(
        "small", "", distance(row)
    )


def _question(decision: Decision) -> str:
    row = decision.row
    question = (
        markup.item_link(row["item_id"], row["question"])
        if row["item_id"]
        else tag("strong", "", text(row["question"]))
    )
    told, rest = _moves(decision), _rest(decision)
    below = (
        []
        if not is_missing(row["decide_by"]) and not row["is_due_by_review"]
        else [row["if_undecided"]]
    )
    return "".join(
        [
            question,
            *(
                tag("small", "dm-wrapped dm-ink", tag("strong", "", text(f"{name}: ")), text(moved))
                for name, moved in told.items()
            ),
            *(tag("small", "dm-wrapped", text(line)) for line in (*rest, *below, *_costs(row))),
        ]
    )


def _moves(decision: Decision) -> dict[str, str]:
    """Option -> what it moves, though no chance by much: dates and work."""
    said = {}
    names = _names(decision)
    for option in decision.options:
        rows = decision.moves.get(int(option["position"]), {})
        told = [words.moved(effect, names[key]) for key, effect in sorted(rows.items())]
        rest = f" and {len(told) - 3} more" if len(told) > 3 else ""
        moved = "; ".join(told[:3]) + rest
        work = words.work(option, view.current().shared.names.short)
        if about := " ".join(filter(None, (f"{moved}." if moved else "", work))):
            said[_short(option["option"])] = about
    return said


def _rest(decision: Decision) -> list[str]:
    """Options that move nothing, what today's dates assume, and what deciding today would do."""
    told = _moves(decision)
    still = [
        option["option"] for option in decision.options if _short(option["option"]) not in told
    ]
    said = []
    if still:
        options = " / ".join(still)
        said.append(f"Moves nothing: {options}." if told else options)
    known = [_short(option["option"]) for option in decision.options if option["is_assumed"]]
    if known:
        said.append(f"Assumes: {' or '.join(known)}.")
    if TODAY in decision.moves:
        days = int(decision.row["lead_days"])
        said.append(words.today_instead(decision.moves[TODAY], days, _names(decision)))
    return said


def _names(decision: Decision) -> dict[str, str]:
    return {key: one["chart_name"] for key, one in decision.directions.items()}


def _short(name: str) -> str:
    return name.split(":")[0]


def _costs(row: Row) -> list[str]:
    cost = row["cost_of_waiting"]
    if is_missing(cost) or row["origin"] != "item":
        return []
    lost = f"{points(cost)} points" if cost > 0 else "nothing"
    said = f"Waiting one more review loses {lost} on average."
    flips = row["break_even_confidence"]
    if not is_missing(flips) and cost > 0:
        said += (
            f" Acting is right from {percent(flips)} chance of need; "
            f"today it is {chance(row['p_used'])}."
        )
    return [said]
