"""What options move, in words."""

import pytest

from depmap.words import decisions
from depmap.words.sentence import plain

STILL = {
    "outlook_after": "on_time", "chance_before": 0.28, "chance_after": 0.28,
    "shift_days": 0, "p80_shift_days": 0, "target_shift_days": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ({"shift_days": 5}, "X likely 5 days later"),
        ({"p80_shift_days": -2}, "X 80 % date 2 days earlier"),
        ({"chance_after": 0.98, "shift_days": -90}, "X 28 % → 98 % likely 90 days earlier"),
        ({"chance_after": 0.98, "target_shift_days": 180}, "X 28 % → 98 %, target 180 days later"),
        ({"outlook_after": "dropped", "chance_after": None}, "X dropped"),
    ],
)
def test_what_an_option_moves(effect, said):
    """The chance first, then the likely date; the 80 % date only where nothing else moves."""
    assert decisions.moved(STILL | effect, "X") == said


def test_what_an_option_does_to_the_work():
    """Effort, what comes and what goes; nothing where nothing changes."""
    option = {
        "effort_days_shift": 78.0, "unowned_shift": -1, "joining": ["b"], "leaving": ["a"],
    }  # fmt: skip
    said = "78 person-days more; 1 fewer without an owner; needs B; ends A."
    assert decisions.work(option, str.upper) == said
    none = {"effort_days_shift": 0.0, "unowned_shift": 0, "joining": [], "leaving": []}
    assert decisions.work(none, str.upper) == ""


def test_what_the_time_to_decide_costs():
    """Each direction that would move if it were decided today."""
    effects = {"X": STILL | {"shift_days": -14}}
    assert decisions.today_instead(effects, 14, {"X": "Launch"}) == (
        "Decided today instead of in 14 days: Launch likely 14 days earlier."
    )


def test_what_dates_assume_of_open_decisions_is_named() -> None:
    """Each decision once, with all options that stand; the closest where none does."""
    rows = [
        {"decision_id": "A", "question": "Which engine?", "option": "Meters: ours",
         "is_assumed": True},
        {"decision_id": "B", "question": "Buy or build?", "option": "Buy", "is_assumed": False},
        {"decision_id": "B", "question": "Buy or build?", "option": "Rent", "is_assumed": False},
    ]  # fmt: skip
    assert plain(decisions.assumes(rows)) == (
        "Today’s dates assume “Meters” in “Which engine?”; are closest to “Buy” or “Rent” in"
        " “Buy or build?”."
    )
    assert decisions.assumes([]) == ()
    third = {"decision_id": "C", "question": "Who?", "option": "Finance", "is_assumed": False}
    assert plain(decisions.assumes([*rows, third])) == (
        "While 3 decisions are open, today’s dates assume “Meters”, and are closest to “Buy” or"
        " “Rent”; “Finance”."
    )
