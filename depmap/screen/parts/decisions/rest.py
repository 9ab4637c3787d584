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
    """The table, in the order given; ready HTML."""
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
            width="27%",
        ),
        Column("Decide by", _until, on_phone="right", width="19%"),
    ]
    rows = [one.row for one in decisions]
    return tag("div", "dm-table-box dm-open", table.markup(rows, columns, {}))


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
    options = " / ".join(option["option"] for option in decision.options)
    below = (
        []
        if not is_missing(row["decide_by"]) and not row["is_due_by_review"]
        else [row["if_undecided"]]
    )
    return "".join(
        [
            question,
            tag("small", "dm-wrapped", text(options)),
            *(tag("small", "dm-wrapped dm-ink", text(line)) for line in _moves(decision)),
            *(tag("small", "dm-wrapped", text(line)) for line in (*below, *_costs(row))),
        ]
    )


def _moves(decision: Decision) -> list[str]:
    """What options move, though no chance by much: dates and work; what today's dates assume."""
    names = {key: one["chart_name"] for key, one in decision.directions.items()}
    said = []
    for option in decision.options:
        rows = decision.moves.get(int(option["position"]), {})
        told = [words.moved(effect, names[key]) for key, effect in sorted(rows.items())]
        rest = f" and {len(told) - 3} more" if len(told) > 3 else ""
        moved = "; ".join(told[:3]) + rest
        work = words.work(option, view.current().shared.names.short)
        about = " ".join(filter(None, (f"{moved}." if moved else "", work)))
        if about:
            said.append(f"{_short(option['option'])}: {about}")
    known = [_short(option["option"]) for option in decision.options if option["is_assumed"]]
    if known:
        said.append(f"Assumes: {' or '.join(known)}.")
    if TODAY in decision.moves:
        days = int(decision.row["lead_days"])
        said.append(words.today_instead(decision.moves[TODAY], days, names))
    return said


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
