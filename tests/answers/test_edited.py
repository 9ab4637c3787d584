"""Edits by thing, and what happened besides dates."""

from types import SimpleNamespace

from pandas import DataFrame

from depmap.answers.causes import Cause
from depmap.answers.edited import Moved, happened, things
from depmap.answers.edits import Edit

NOTHING = SimpleNamespace(
    items=DataFrame(columns=["item_id", "is_newly_blocked"]),
    directions=DataFrame(columns=["direction_id", "outlook_before", "outlook_after"]),
)


def edit(file, id, change, field="", before="", after="", line=2):
    """An edit of a file in the folder `data`."""
    return Edit(file, id, change, field, before, after, f"data/{file}", line)


def cause(direction, item, days):
    """A cause that moved both dates alike."""
    return Cause(direction, 2, "leads", item, days, days, "", 0)


def test_a_thing_has_its_edits_of_every_file_and_what_they_moved():
    """Rows of dependencies belong to their item; a source of the same name is another thing."""
    lead = edit("prerequisites.csv", "a", "changed", "lead_likely_days", "10", "20")
    note = edit("prerequisites.csv", "b", "changed", "notes", "", "Call them")
    row = edit("dependencies.csv", "a/layer>b", "added", after="b")
    source = edit("sources.yaml", "a", "changed", "url", "x", "y")
    stuck = edit("dependencies.csv", "c>d", "removed", before="d")
    causes = [
        cause("X", "a", 3),
        cause("Y", "a", -9),
        cause("Z", "a", 0),
        cause("X", "", 5),
        cause("X", "c", None),
    ]
    found = things([lead, note, row, source, stuck], causes)
    assert [(thing.id, thing.edits) for thing in found] == [
        ("c", (stuck,)), ("a", (lead, row)), ("b", (note,)), ("a", (source,)),
    ]  # fmt: skip
    assert [thing.moved for thing in found[:3]] == [
        (Moved("X", None),), (Moved("Y", -9), Moved("X", 3)), (),
    ]  # fmt: skip
    assert things([], causes) == []


def test_what_happened():
    """Statuses, owners, rows that came and went, and what can never start now."""
    edits = [
        edit("prerequisites.csv", "a", "changed", "status", "not_started", "in_progress"),
        edit("prerequisites.csv", "b", "changed", "status", "in_progress", "done"),
        edit("prerequisites.csv", "c", "changed", "status", "not_started", "dropped"),
        edit("directions.yaml", "X", "changed", "status", "committed", "delivered"),
        edit("prerequisites.csv", "a", "changed", "owner", "ann", ""),
        edit("prerequisites.csv", "d", "added", after="New thing"),
        edit("prerequisites.csv", "d", "added", "touches", after="billing code"),
        edit("prerequisites.csv", "e", "removed", before="Old thing"),
        edit("owners.csv", "bob", "added", after="Bob"),
        edit("decisions.yaml", "q", "changed", "status", "open", "done"),
    ]
    comparison = SimpleNamespace(
        items=DataFrame({"item_id": ["f", "g"], "is_newly_blocked": [True, False]}),
        directions=DataFrame(
            [("Y", "on_time", "blocked"), ("Z", "blocked", "blocked")],
            columns=["direction_id", "outlook_before", "outlook_after"],
        ),
    )
    found = happened(edits, comparison)
    assert found == (["a"], ["b", "X"], ["Y", "f"], {"a": ("ann", "")}, ["d"], ["e"])
    assert happened([], NOTHING) == ([], [], [], {}, [], [])
