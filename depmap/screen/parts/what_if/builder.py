"""Building a scenario by clicking: which thing, what changes about it, and the new value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from depmap.answers import relations
from depmap.answers.rows import Row, is_missing, records
from depmap.portfolio.change import Change
from depmap.portfolio.table import MAX_LEAD_DAYS
from depmap.screen.pieces import band, links, ui
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.state import published
from depmap.screen.state.view import View
from depmap.words.formats import count

SAVED_BESIDE = 2


@dataclass(frozen=True)
class Thing:
    """Something that can change: what it is called, its id in a change, its kind."""

    name: str
    id: str
    kind: str


@dataclass(frozen=True)
class Field:
    """What can change about a thing: the clause, the field of a change, and what it asks for.

    asks names one of ASKING; a field that asks for nothing has its value already.
    """

    words: str
    name: str
    asks: str = ""
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """A drawn question: the key its answer is kept by, and how a change writes the answer."""

    key: str
    written: Callable[[Any], str] = str

    def value(self) -> str:
        """What stands there now, as a change writes it; empty while nothing is chosen."""
        answer = st.session_state.get(self.key)
        return "" if answer is None else self.written(answer)


_LEADS = (
    Field("takes at most", "lead_at_most", "days"),
    Field("takes more or fewer days", "lead_days", "shift"),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    "prerequisite": (
        *_LEADS,
        Field("is done", "status", value="done"),
        Field("is started", "status", value="in_progress"),
        Field("is not needed", "status", value="not_needed"),
        Field("is dropped", "status", value="dropped"),
        Field("has another owner", "owner", "owner"),
        Field("cannot start before", "not_before", "day"),
        Field("need not wait for", "strength", "required"),
    ),
    "direction": (
        Field("has its target on", "target", "day"),
        *_LEADS,
        Field("is dropped", "status", value="dropped"),
        Field("is worth", "value", "points"),
        Field("cannot start before", "not_before", "day"),
        Field("need not wait for", "strength", "required"),
    ),
    "decision": (
        Field("is answered with", "option", "option"),
        Field("is decided today with", "chosen", "option"),
        Field("is decided today, whatever the answer", "lead_days", value="0"),
    ),
    "owner": (
        Field("gives days a week", "capacity_days_per_week", "rate"),
        Field("is not there", "active", value="no"),
    ),
    "choice": (Field("takes", "pin", "alternative"),),
}


def things(here: View) -> list[Thing]:
    """All that a scenario can change, prerequisites first, each kind by name."""
    items = here.read_all(relations.items)
    own = items.loc[items["is_open"], ["name", "item_id", "item_type"]]
    found = [Thing(*row) for row in own.itertuples(index=False)]
    decisions = records(here.read_all(relations.decisions))
    found += [
        Thing(row["question"], row["decision_id"], "decision")
        for row in decisions
        if row["origin"] == "decision"
    ]
    owners = records(here.read_all(relations.owners))
    found += [Thing(row["name"], row["owner_id"], "owner") for row in owners if row["owner_id"]]
    names = here.shared.names
    found += [
        Thing(f"Which way {names.of(item)} takes: {group}", f"{item}/{group}", "choice")
        for item, group in _groups(here)
    ]
    kinds = list(FIELDS)
    return sorted(found, key=lambda thing: (kinds.index(thing.kind), thing.name.casefold()))


def _groups(here: View) -> list[tuple[str, str]]:
    edges = here.read_all(relations.edges)
    open_ones = edges.loc[edges["any_of"] != "", ["item_id", "any_of"]]
    return sorted(set(open_ones.itertuples(index=False, name=None)))


def draw(here: View) -> None:
    """This scenario, the form that adds a change, and the saved scenarios."""
    _this(here)
    ui.section("Add a change")
    thing = st.selectbox(
        "Which thing",
        here.once(things, here),
        index=None,
        format_func=lambda one: f"{one.name} ({one.kind})",
        placeholder="Choose by name",
        key="if_thing",
    )
    if thing is not None:
        field = st.selectbox(
            "What if it", FIELDS[thing.kind], format_func=lambda one: one.words, key="if_field"
        )
        asked = ASKING[field.asks](here, thing) if field.asks else None
        value = asked.value() if asked else field.value
        if (note := _range(here, thing)) and field.asks in ("days", "shift"):
            ui.note(note)
        st.button(
            "Add to this scenario",
            on_click=_add,
            args=(here, thing, field, asked),
            disabled=not value,
            width="stretch",
            key="if_add",
        )
    _saved(here)


def _this(here: View) -> None:
    ui.section("This scenario")
    if here.scenario is None:
        ui.note("Today’s plan: nothing is changed yet.")
        return
    rows = [
        tag(
            "li",
            "",
            tag("span", "", text(words)),
            link("Remove", links.address("what_if", what_if=here.scenario.wanted.without(written))),
        )
        for written, words in band.labels(here, here.scenario)
    ]
    st.html(tag("ul", "dm-changes", *rows))


def _add(here: View, thing: Thing, field: Field, asked: Asked | None) -> None:
    """Opens the scenario with one more change; the same field of the same thing gives way.

    The answer is read now: who types and clicks at once is ahead of what was drawn.
    """
    value = asked.value() if asked else field.value
    if not value:
        return
    new = Change(value, field.name, "soft") if field.asks == "required" else None
    new = new or Change(thing.id, field.name, str(value))
    wanted = here.scenario.wanted if here.scenario else None
    old = {str(one) for one in wanted.changes if (one.id, one.field) == (new.id, new.field)} if (
        wanted
    ) else set()  # fmt: skip
    texts = [one for one in (wanted.texts if wanted else ()) if one not in old]
    st.session_state["if_thing"] = None
    links.open_page("what_if", what_if=[*texts, str(new)])


def _range(here: View, thing: Thing) -> str:
    row = _row(here, thing)
    if row is None:
        return ""
    low, likely, high = (int(row[f"lead_{end}_days"]) for end in ("low", "likely", "high"))
    return f"Now {low} to {count(high, 'day')}, likely {likely}."


def _row(here: View, thing: Thing) -> Row | None:
    known = here.shared.directions if thing.kind == "direction" else here.shared.items
    return known.get(thing.id)


def _days(here: View, thing: Thing) -> Asked:
    row = _row(here, thing)
    likely = int(row["lead_likely_days"]) if row else 0
    asked = Asked(f"if_days_{thing.id}")
    st.number_input("Days", 0, MAX_LEAD_DAYS, likely, key=asked.key)
    return asked


def _shift(_here: View, thing: Thing) -> Asked:
    asked = Asked(f"if_shift_{thing.id}", lambda days: f"{int(days):+d}" if days else "")
    words = "Days more, or fewer with a minus"
    st.number_input(words, -MAX_LEAD_DAYS, MAX_LEAD_DAYS, 0, key=asked.key)
    return asked


def _day(here: View, thing: Thing) -> Asked:
    row = here.shared.directions.get(thing.id) if thing.kind == "direction" else None
    start = here.shared.as_of if row is None or is_missing(row["target"]) else row["target"].date()
    asked = Asked(f"if_day_{thing.id}", date.isoformat)
    st.date_input(
        "Day", start, min_value=date(1990, 1, 1), max_value=date(2199, 12, 31), format="YYYY-MM-DD",
        key=asked.key,
    )  # fmt: skip
    return asked


def _points(here: View, thing: Thing) -> Asked:
    worth = float(here.shared.directions[thing.id]["value"])
    asked = Asked(f"if_points_{thing.id}", "{:g}".format)
    st.number_input("Points a year", 0.0, 100.0, worth, key=asked.key)
    return asked


def _rate(here: View, thing: Thing) -> Asked:
    owners = {row["owner_id"]: row for row in records(here.read_all(relations.owners))}
    now = owners[thing.id]["capacity_days_per_week"]
    start = 0.0 if is_missing(now) else float(now)
    asked = Asked(f"if_rate_{thing.id}", "{:g}".format)
    st.number_input("Days a week", 0.0, 1000.0, start, 0.5, key=asked.key)
    return asked


def _pick(label: str, offered: Mapping[str, str], thing: Thing) -> Asked:
    """One of several ids by its name."""
    asked = Asked(f"if_pick_{thing.id}")
    st.selectbox(label, list(offered), format_func=lambda known: offered[known], key=asked.key)
    return asked


def _owner(here: View, thing: Thing) -> Asked:
    owners = records(here.read_all(relations.owners))
    names = {row["owner_id"]: row["name"] for row in owners if row["owner_id"]}
    return _pick("Owner", names, thing)


def _required(here: View, thing: Thing) -> Asked | None:
    """The dependency row that becomes soft, in the way a change names it."""
    edges = records(here.ask(relations.edges_of, thing.id))
    names = here.shared.names
    offered = {
        f"{thing.id}>{row['requires_id']}": names.of(row["requires_id"])
        for row in edges
        if row["item_id"] == thing.id and not row["any_of"] and row["strength"] == "hard"
    }
    if not offered:
        ui.note("It waits for nothing that is always needed.")
        return None
    return _pick("What it need not wait for", offered, thing)


def _alternative(here: View, thing: Thing) -> Asked:
    item, _, group = thing.id.rpartition("/")
    edges = records(here.ask(relations.edges_of, item))
    names = here.shared.names
    members = [row["requires_id"] for row in edges
               if (row["item_id"], row["any_of"]) == (item, group)]  # fmt: skip
    return _pick("Alternative", {member: names.of(member) for member in members}, thing)


def _option(here: View, thing: Thing) -> Asked:
    options = records(here.read_all(relations.decision_options))
    names = [row["option"] for row in options
             if (row["decision_id"], row["origin"]) == (thing.id, "decision")]  # fmt: skip
    return _pick("Answer", {name: name for name in names}, thing)


ASKING: Mapping[str, Callable[[View, Thing], Asked | None]] = {
    "days": _days,
    "shift": _shift,
    "day": _day,
    "points": _points,
    "rate": _rate,
    "owner": _owner,
    "required": _required,
    "alternative": _alternative,
    "option": _option,
}


def beside(here: View) -> list[str]:
    """Ids of the saved scenarios that the address asks to stand beside this one, at most two."""
    known = published.saved(here.data)
    asked = [name for name in st.query_params.get_all("beside") if name in known]
    return list(dict.fromkeys(asked))[:SAVED_BESIDE]


def _saved(here: View) -> None:
    saved = published.saved(here.data)
    ui.section("Saved scenarios", "in scenarios.yaml")
    if not saved:
        ui.note("None yet. A change in the address can be saved there under a name.")
        return
    shown = here.scenario.wanted.texts if here.scenario else ()
    next_to = beside(here)
    rows = []
    for one in saved.values():
        opens = links.address("what_if", what_if=[one.id])
        if one.id in shown:
            other = tag("span", "dm-muted", "shown")
        elif one.id in next_to:
            rest = [name for name in next_to if name != one.id]
            other = link("put away", links.address("what_if", beside=rest))
        else:
            more = [*next_to, one.id][-SAVED_BESIDE:]
            other = link("compare", links.address("what_if", beside=more))
        why = tag("small", "", text(one.why))
        rows.append(tag("li", "", link(one.name, opens), other, why))
    st.html(tag("ul", "dm-changes", *rows))
