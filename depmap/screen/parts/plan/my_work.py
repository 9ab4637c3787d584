"""What one owner has to do: finish, start and decide, in order, and whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st
from pandas import DataFrame

from depmap.answers.names import NO_OWNER, NONE
from depmap.answers.rows import Row, records
from depmap.answers.selections import prerequisites
from depmap.screen.parts.plan import table as plan_table
from depmap.screen.parts.plan.table import Window
from depmap.screen.pieces import columns, links, markup
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words import headline
from depmap.words.capacity import Work
from depmap.words.formats import day
from depmap.words.sentence import Settings

# The windows of the plan as one person meets them: what is begun comes first.
VERBS = {"in_progress": "Finish", "now": "Start"}
MOST_NAMED = 2


def whose(asked: str, owners: Mapping[str, Row]) -> str | None:
    """The owner that the address asks for, "" for nobody; None where it asks for no known one."""
    if asked in owners:
        return asked
    return "" if asked == NONE else None


def choose(owners: Mapping[str, Row], chosen: str | None) -> None:
    """Draws the list of owners by name; a choice opens the page of that owner."""
    ids = [*sorted(owners, key=lambda key: (owners[key]["name"].lower(), key)), ""]
    key = f"whose_{chosen}"
    st.selectbox(
        "Whose work",
        ids,
        index=None if chosen is None else ids.index(chosen),
        format_func=lambda owner_id: _name(owners, owner_id),
        key=key,
        on_change=_open,
        args=(key,),
        placeholder="Whose work?",
        label_visibility="collapsed",
        width=340,
    )


def _open(key: str) -> None:
    links.open_page("my_work", who=st.session_state[key] or NONE)


def _name(owners: Mapping[str, Row], owner_id: str) -> str:
    return str(owners[owner_id]["name"]) if owner_id else NO_OWNER


def of(items: DataFrame, owner_id: str) -> DataFrame:
    """The open prerequisites of one owner, or of nobody. Rows of report.items."""
    own = prerequisites(items)
    return own[own["is_open"] & (own["owner_id"] == owner_id)]


def waiting_for(edges: DataFrame, own: Sequence[str]) -> dict[str, list[str]]:
    """By item of theirs the open items of others on the route that wait for it directly.

    edges: rows of report.edges. own: the ids of the items.
    """
    items = view.current().shared.items
    mine = set(own)
    found: dict[str, list[str]] = {}
    chosen = edges[edges["is_chosen"] & edges["requires_id"].isin(mine)]
    for item_id, required in zip(chosen["item_id"], chosen["requires_id"], strict=True):
        if item_id not in mine and items[item_id]["is_open"]:
            found.setdefault(required, []).append(item_id)
    return found


def answer(own: DataFrame, decisions: DataFrame, others: int, settings: Settings) -> Work:
    """What the first line of the page counts; `decisions` are those of the owner."""
    by_window = own["plan_window"].value_counts()
    due = decisions[~decisions["item_id"].isin(own["item_id"])]
    return Work(
        to_start=int(by_window.get("now", 0)),
        to_finish=int(by_window.get("in_progress", 0)),
        to_decide=int(by_window.get("decide", 0)) + int(due["is_due_by_review"].sum()),
        open_items=len(own),
        others=others,
        review=day(settings["review_on"]),
    )


def windows(settings: Settings) -> list[Window]:
    """The windows of the plan, with a verb where it asks for one, what is begun on top."""
    named = [
        replace(window, name=VERBS.get(window.key, window.name))
        for window in plan_table.windows(settings)
    ]
    return sorted(named, key=lambda window: window.key != "in_progress")


def who_they_are(owner: Row) -> str:
    """Team and how to reach them, in a line; ready HTML."""
    contact = owner["contact"]
    reached = markup.outside_link(contact, contact) if contact else ""
    parts = [text(owner["team"]), reached]
    return tag("p", "dm-note", ", ".join(part for part in parts if part))


def table_columns(owner_id: str, others: Mapping[str, Sequence[str]]) -> list[Column]:
    """What, by when, with the days they have, what it waits for and what waits for it."""
    return [
        columns.WHAT_SHORT.wide("25%"),
        columns.START_AND_LAST,
        (columns.WITH_DAYS if owner_id else columns.LIKELY_OWNER).wide("22%"),
        replace(columns.WAITS_FOR, cell=lambda row: _named(row["waits_for"], owner_id),
                on_phone="line", width="20%"),
        Column("Others wait for it", lambda row: _named(others.get(row["item_id"], ()), owner_id),
               "", "line", "20%"),
    ]  # fmt: skip


def _named(item_ids: Sequence[str], owner_id: str) -> str:
    """The first of these items with whoever owns them, unless it is this owner."""
    shared = view.current().shared
    if not len(item_ids):
        return muted("Nothing")
    listed = []
    for item_id in list(item_ids)[:MOST_NAMED]:
        item = shared.items[item_id]
        name = markup.item_link(item_id, shared.names.short(item_id))
        whose_it_is = markup.owner(item["owner_id"], item["owner"])
        own = item["owner_id"] == owner_id
        listed.append(tag("div", "", name, "" if own else tag("small", "", whose_it_is)))
    rest = len(item_ids) - MOST_NAMED
    more = f" {muted(f'+{rest} more')}" if rest > 0 else ""
    return tag("div", "dm-stack", *listed) + more


SPONSORED = [
    Column(
        "Direction",
        lambda row: markup.item_link(row["direction_id"], row["chart_name"]),
        "name",
        "title",
        "34%",
    ),
    Column("Target", lambda row: markup.day(row["target"], "no target"), "target", "line", "16%"),
    Column("Likely", lambda row: markup.day(row["forecast"]), "forecast", "line", "16%"),
    Column(
        "With the days owners have",
        lambda row: markup.day(row["capacity_forecast"]),
        "capacity_forecast",
        "line",
        "18%",
    ),
    Column("Outlook", lambda row: markup.outlook(row["outlook"]), "outlook", "right", "16%"),
]


def everybody(
    owners: Sequence[Row], items: DataFrame, decisions: DataFrame, settings: Settings
) -> list[Row]:
    """One row per owner who holds anything, who has most to do first, then one for nobody."""
    theirs = prerequisites(items[items["is_open"]])
    own, decides = (dict(iter(rows.groupby("owner_id"))) for rows in (theirs, decisions))
    rows = [
        {
            "owner_id": owner["owner_id"],
            "owner": owner["name"],
            "work": answer(
                own.get(owner["owner_id"], theirs[:0]),
                decides.get(owner["owner_id"], decisions[:0]),
                0,
                settings,
            ),
        }
        for owner in [*owners, {"owner_id": "", "name": NO_OWNER}]
        if owner["owner_id"] in own or owner["owner_id"] in decides
    ]
    return sorted(
        rows,
        key=lambda row: (row["owner_id"] == "", -headline.due(row["work"]), row["owner"].lower()),
    )


def _number(count_of: str) -> Callable[[Row], str]:
    return lambda row: text(getattr(row["work"], count_of) or "–")


EVERYBODY = [
    Column("Owner", lambda row: markup.owner(row["owner_id"], row["owner"]), "", "title", "40%"),
    Column("To finish", _number("to_finish"), "", "line", "15%", True),
    Column("To start", _number("to_start"), "", "line", "15%", True),
    Column("To decide", _number("to_decide"), "", "line", "15%", True),
    Column("Open", _number("open_items"), "", "line", "15%", True),
]


def plan_rows(plan: DataFrame, own: DataFrame) -> DataFrame:
    """The rows of report.plan that are theirs, in its order, for the download."""
    return plan[plan["item_id"].isin(own["item_id"])]


def sponsored(directions: DataFrame, owner_id: str) -> list[Row]:
    """The live directions that this owner answers for."""
    own = directions[directions["is_open"] & (directions["sponsor_id"] == owner_id)]
    return records(own)
