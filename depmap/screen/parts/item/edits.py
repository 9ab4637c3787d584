"""Owner, status and day of start as quick edits, on a server that was started to write."""

from __future__ import annotations

import streamlit as st

from depmap.answers import relations
from depmap.answers.names import NO_OWNER
from depmap.answers.rows import Row, is_missing, records
from depmap.portfolio.change import Change
from depmap.screen.pieces import links, ui
from depmap.screen.pieces.markup import link
from depmap.screen.state.view import View
from depmap.words.formats import STATUSES

STARTED = "in_progress"
_OFFERED = ("not_started", STARTED, "done")


def draw(here: View, item: Row) -> None:
    """A form over one open prerequisite; what was edited opens as a scenario that can be written.

    A row that is set to done is done on the day that the page counts from.
    """
    if not here.may_write or item["item_type"] == "direction" or not item["is_open"]:
        return
    ui.section("Edit", "nothing is written before you have seen what it does and the diff")
    owners = {row["owner_id"]: row["name"] for row in records(here.read_all(relations.owners))}
    owners.setdefault("", NO_OWNER)
    own = item["item_id"]
    left, middle, right = st.columns(3)
    owner = left.selectbox(
        "Owner",
        list(owners),
        index=list(owners).index(item["owner_id"]),
        format_func=owners.__getitem__,
        key=f"edit_owner_{own}",
    )
    status = middle.selectbox(
        "Status",
        _OFFERED,
        index=_OFFERED.index(item["status"]),
        format_func=lambda one: STATUSES.get(one, one),
        key=f"edit_status_{own}",
    )
    was = None if is_missing(item["started_on"]) else item["started_on"]
    started = right.date_input(
        "Started on",
        value=was or here.shared.as_of,
        max_value=here.shared.as_of,
        disabled=status != STARTED,
        key=f"edit_started_{own}",
    )
    asked = [
        Change(own, "owner", owner) if owner != item["owner_id"] else None,
        Change(own, "status", status) if status != item["status"] else None,
        Change(own, "started_on", str(started)) if status == STARTED and started != was else None,
    ]
    if changes := [str(change) for change in asked if change]:
        address = links.address("what_if", what_if=[*ui.changes_in_force(), *changes])
        ui.html(link("See what it does, and write it", address))
