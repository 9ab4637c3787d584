"""Decisions that change a chance, as cards: options against the directions that they move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from depmap.answers.rows import Row, is_missing
from depmap.portfolio.change import Change
from depmap.screen.parts.decisions.read import TODAY, Decision
from depmap.screen.pieces import links, markup, strip, table, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.strip import Scale
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words import capacity
from depmap.words import decisions as words
from depmap.words.formats import chance, day, days_from_now

SHOWN = 3


def keys(goal: str) -> str:
    """What the marks of the cards mean; ready HTML. goal: the chance that is wanted, in words."""
    return strip.keys(
        [("dot dm-today", "4 in 5 by, today"), ("dot dm-then", "if chosen"), ("tick", "target")],
        f"Left of the target: a chance of {goal} or more.",
    )


def listed(decisions: Sequence[Decision]) -> str:
    """The cards in the order given; ready HTML.

    Their dates are by the map, so the first card that moves a late direction says which date of it
    owners can keep, and why.
    """
    said: set[str] = set()
    drawn = []
    for decision in decisions:
        late = [name for name in decision.late() if name not in said]
        said.update(late)
        drawn.append(card(decision, [decision.directions[name] for name in late]))
    return "".join(drawn)


def card(decision: Decision, late: Sequence[Row]) -> str:
    """One decision: its question, who, until when, and a strip per option and direction.

    late: directions of which it says the date that owners can keep.
    """
    moving = [option for option in decision.options if int(option["position"]) in decision.moves]
    head = tag("div", "", tag("h3", "", text(decision.row["question"])), who(decision.row))
    side = tag("div", "dm-decide-by", until(decision.row))
    parts = [tag("div", "dm-decision-head", head, side), _table(decision, moving)]
    still = [option for option in decision.options if option not in moving]
    if still:
        names = tag("strong", "", text(" ".join(map(_numbered, still))))
        parts.append(tag("p", "dm-still-options", "Changes no date: ", names))
    known = [f"{int(one['position'])}" for one in decision.options if one["is_assumed"]]
    close = [f"{int(one['position'])}" for one in decision.options if one["is_closest"]]
    if known or close:
        said = "Today's dates assume " if known else "Closest to today's dates is "
        parts.append(tag("p", "dm-still-options", text(f"{said}{' or '.join(known or close)}.")))
    parts.append(tag("p", "dm-card-small", *_below(decision)))
    if kept := capacity.delayed(late, view.current().kept, len(late)):
        parts.append(ui.notes_html("With the days owners have", kept, "h4"))
    return tag("article", "dm-card dm-options", *parts)


def who(row: Row) -> str:
    """Who decides, under the question."""
    does = " decides" if row["owner_id"] else " to decide"
    return tag("p", "dm-card-who", markup.owner(row["owner_id"], row["owner"]), muted(does))


def until(row: Row) -> str:
    """The day to decide by, and how far it is."""
    small = "Decide by" + (" (advisory)" if row["is_advisory"] else "")
    return (
        tag("p", "dm-card-small", small)
        + tag("p", "dm-card-date", text(day(row["decide_by"])))
        + tag("p", "dm-card-small", distance(row))
    )


def distance(row: Row) -> str:
    """In how many days it is to be decided; a sign where that is past."""
    if is_missing(row["decide_by"]):
        return ""
    how_far = days_from_now(int(row["days_left"]))
    if row["is_overdue"]:
        return tag("span", "dm-late-text", text(f"■ {how_far}"))
    return muted(how_far)


def _numbered(option: Row) -> str:
    return f"{int(option['position'])}. {option['option']}."


def _below(decision: Decision) -> list[str]:
    """What happens without a decision, what its time costs, and what it holds up."""
    row = decision.row
    said = [text(row["if_undecided"])]
    if TODAY in decision.moves:
        names = {key: one["chart_name"] for key, one in decision.directions.items()}
        gate = words.today_instead(decision.moves[TODAY], int(row["lead_days"]), names)
        said.append(text(f" {gate}"))
    held = [item for item in row["blocks"] if item != row["item_id"]]
    if held:
        said += [" Holds up: ", markup.item_links(held), "."]
    return said


# --- the table of options -------------------------------------------------------------------------


def _table(decision: Decision, options: list[Row]) -> str:
    moved = decision.moved()
    scale = _scale(decision, moved[:SHOWN])
    width = f"{58 / max(1, len(moved[:SHOWN])):.1f}%"
    columns = [
        Column("If we choose", lambda option: _name(option, decision, moved), on_phone="title"),
        *(_direction(decision, name, scale, width) for name in moved[:SHOWN]),
        Column("", lambda option: _try_it(decision, option), on_phone="plain", width="4.2rem"),
    ]
    return tag("div", "dm-table-box dm-open", table.markup(options, columns, {}))


def _name(option: Row, decision: Decision, moved: list[str]) -> str:
    rows = decision.moves[int(option["position"])]
    also = [name for name in moved[SHOWN:] if name in rows]
    small = [words.work(option, view.current().shared.names.short)]
    if also:
        names = [words.moved(rows[n], decision.directions[n]["chart_name"]) for n in also[:2]]
        rest = f" and {len(also) - 2} more" if len(also) > 2 else ""
        small.append(f"Also {'; '.join(names)}{rest}.")
    lines = (tag("small", "dm-wrapped", text(line)) for line in small if line)
    return tag("span", "dm-option", text(_numbered(option).rstrip("."))) + "".join(lines)


def _direction(decision: Decision, name: str, scale: Scale, width: str) -> Column:
    direction = decision.directions[name]
    head = tag(
        "span",
        "dm-option-head",
        tag("strong", "", text(direction["chart_name"])),
        tag("span", "", text(f"{chance(direction['chance_on_time'])} today")),
    ) + strip.axis(scale)
    best = decision.best(name)

    def cell(option: Row) -> str:
        effect = decision.moves[int(option["position"])].get(name)
        on_phone = tag("span", "dm-only-phone", text(direction["chart_name"]))
        return on_phone + _picture(direction, effect, scale) + _under(direction, effect, best)

    return Column(direction["chart_name"], cell, on_phone="plain", width=width, head=head)


def _picture(direction: Row, effect: Row | None, scale: Scale) -> str:
    if is_missing(direction["p80"]):
        return ""
    today = direction["p80"].toordinal()
    days = 0 if effect is None else effect["p80_shift_days"]
    marks = []
    if is_missing(days):
        marks.append(strip.dot(scale, today, "today"))
    elif not days:
        marks.append(strip.dot(scale, today, "still"))
    else:
        then = today + int(days)
        marks += [strip.line(scale, today, then), strip.dot(scale, today, "today")]
        marks.append(strip.dot(scale, then, "then"))
    if not is_missing(direction["target"]):
        aim = (
            0
            if effect is None or is_missing(effect["target_shift_days"])
            else effect["target_shift_days"]
        )
        marks.append(strip.tick(scale, direction["target"].toordinal() + int(aim)))
    return strip.strip(scale, *marks)


def _under(direction: Row, effect: Row | None, best: float | None) -> str:
    if effect is None:
        odds, days = chance(direction["chance_on_time"]), "same day"
        return tag("span", "dm-under", tag("span", "", text(f"chance {odds}")), text(days))
    if end := words.ending(effect):
        return tag("span", "dm-under", tag("strong", "", text(end)))
    after = effect["chance_after"]
    is_best = best is not None and not is_missing(after) and after >= best
    odds = tag("strong" if is_best else "span", "", text(chance(after)))
    aim = effect["target_shift_days"]
    days = words.shift(effect["p80_shift_days"])
    if aim and not is_missing(aim):
        days += f", target {words.shift(aim)}"
    return tag("span", "dm-under", tag("span", "", "chance ", odds), tag("span", "", text(days)))


def _scale(decision: Decision, moved: list[str]) -> Scale:
    days = []
    for name in moved:
        direction = decision.directions[name]
        known = [direction[key] for key in ("p80", "target") if not is_missing(direction[key])]
        days += known
        for position, rows in decision.moves.items():
            effect = rows.get(name)
            if effect is None or position == TODAY or is_missing(direction["p80"]):
                continue
            if not is_missing(effect["p80_shift_days"]):
                days.append(direction["p80"] + timedelta(days=int(effect["p80_shift_days"])))
    return strip.calendar([day.date() if hasattr(day, "date") else day for day in days])


def _try_it(decision: Decision, option: Row) -> str:
    if not view.current().data.has_inputs:
        return ""
    change = str(Change(decision.row["decision_id"], "option", option["option"]))
    shown = view.current().labels[view.WHAT_IF]
    return markup.link("Try it", links.address("what_if", what_if=[*shown, change]))
