"""What changed, in words."""

from datetime import date

import pytest

from depmap.answers.causes import Cause
from depmap.answers.edits import Edit
from depmap.words import changes
from depmap.words.sentence import plain

DAY = date(2026, 11, 1)
NAMES = {"pentest": "Penetration test", "ann": "Ann", "b": "Bank account"}


def row(direction, **changed):
    """A direction that slipped by nine days and stays on time."""
    return {
        "direction_id": direction, "chart_name": f"Direction {direction}",
        "chance_before": 0.95, "chance_after": 0.95, "outlook_before": "on_time",
        "outlook_after": "on_time", "p80_days_moved": 9, **changed,
    }  # fmt: skip


def cause(direction, kind="time", item="", days=9):
    """A cause that moved both dates alike."""
    return Cause(direction, 1, kind, item, days, days, "", 0)


WORSE = row("X", outlook_after="at_risk", chance_after=0.46, p80_days_moved=23)
BETTER = row("Y", outlook_before="late", chance_before=0.28, chance_after=0.9, p80_days_moved=-5)
WHY = [
    cause("X", "leads", "pentest", 14),
    cause("X"),
    cause("Y", "other", "Y", -5),
    cause("Z"),
    cause("W"),
]


@pytest.mark.parametrize(
    ("rows", "total", "said"),
    [
        ([], 3, "no direction moved."),
        (
            [WORSE, row("Z")],
            4,
            "2 of 4 directions moved, 1 of them by time alone; one outlook is worse: Direction X"
            " 95 % → 46 %, because of Penetration test (+14 days), time (+9 days).",
        ),
        (
            [WORSE, BETTER, row("Z"), row("W")],
            4,
            "all 4 directions moved, 2 of them by time alone; one outlook is worse: Direction X"
            " 95 % → 46 %, because of Penetration test (+14 days), time (+9 days); one outlook is"
            " better: Direction Y 28 % → 90 %, because of its own edits (−5 days).",
        ),
        (
            [row("Z"), row("W", p80_days_moved=-30)],
            5,
            "2 of 5 directions moved, all of them by time alone; no outlook changed, most moved"
            " Direction W 30 days earlier, because of time (+9 days).",
        ),
        ([row("V", p80_days_moved=0)], 5, "1 of 5 directions moved; no outlook changed."),
        (
            [row("Z", outlook_before="no_target", outlook_after="late")],
            1,
            "the direction moved, by time alone; no outlook changed: Direction"
            " Z 9 days later, because of time (+9 days).",
        ),
    ],
)
def test_the_sentence(rows, total, said):
    """Outlooks that changed with both chances and their causes; else the largest move."""
    found = changes.since(DAY, total, rows, WHY, NAMES)
    assert plain(found) == f"Since 1 Nov 2026 {said}"


def test_the_sentence_names_as_many_as_fit_and_colours_what_is_worse():
    """The rest is counted; the new chance has the tone of the outlook."""
    rows = [row(name, outlook_after="late", chance_after=0.1) for name in "ABC"]
    found = changes.since(DAY, 3, rows, [], {}, most=1)
    assert plain(found).endswith("3 outlooks are worse: Direction A 95 % → 10 % and 2 more.")
    assert [words.text for words in found if words.tone == "late"] == ["10 %"]
    assert [words.item for words in found if words.page == "item"] == ["A"]


def edit(id, change, field="", before="", after=""):
    """An edit of a prerequisite, or of a row of dependencies."""
    file = "dependencies.csv" if ">" in id else "prerequisites.csv"
    return Edit(file, id, change, field, before, after, f"data/{file}", 2)


def test_the_edits_of_a_thing():
    """Values with both sides, rows listed together, long texts in a word and last."""
    edits = [
        edit("a", "changed", "notes", "", "x" * 60),
        edit("a", "changed", "reason", "y" * 60, "x" * 60),
        edit("a", "changed", "lead_high_days", "70", "90"),
        edit("a", "changed", "owner", "ann", ""),
        *(edit("a", "added", "touches", after=what) for what in ("one", "two", "three", "four")),
        edit("a>b", "added", after="b"),
        edit("a>b", "changed", "strength", "hard", "soft"),
        edit("a/layer>c", "removed", before="c"),
        edit("a", "removed", before="A thing"),
    ]
    assert changes.values(edits, NAMES) == [
        ("lead high", "70", "90"),
        ("owner", "Ann", "empty"),
        ("requires Bank account, strength", "hard", "soft"),
        ("removed", "", ""),
        ("touches added", "", "one, two, three and 1 more"),
        ("requires added", "", "Bank account"),
        ("requires removed", "", "c"),
        ("notes edited", "", ""),
        ("reason rewritten", "", ""),
    ]


def test_why_there_is_nothing_to_compare():
    """Being looked up, without a repository, and without a commit are three things."""
    assert changes.no_past(False, "")[0].startswith("No comparison yet")
    assert changes.no_past(True, "ours: it is in no git repository.")[0] == (
        "No earlier version. ours: it is in no git repository."
    )
    assert "DEPMAP_SNAPSHOTS" in changes.no_past(True, "")[1]
