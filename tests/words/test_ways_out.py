"""What is said of ways out and drivers."""

from typing import Any

import pytest
from pandas import NA, NaT, Timestamp

from depmap.answers.names import Names
from depmap.words import ways_out as words
from depmap.words.sentence import plain

NAMES = Names({}, {"window": "Window", "pentest": "Pentest", "X": "Pack", "Y": "Launch"})
SETTINGS = {"confidence_goal": 0.8}
DIRECTION: dict[str, Any] = {
    "direction_id": "X",
    "target": Timestamp("2027-09-30"),
    "outlook": "late",
    "chance_on_time": 0.277,
    "chance_if_together": 0.351,
    "is_lower_together": False,
    "chance_at_best_five": NA,
    "best_five": [],
}
WAY: dict[str, Any] = {
    "direction_id": "X",
    "kind": "at most",
    "item_id": "window",
    "requires_id": "",
    "any_of": "",
    "decision_id": "",
    "option_name": "",
    "days": 143,
    "lead_low_days": 90,
    "lead_likely_days": 180,
    "lead_high_days": 365,
    "ease": 0.163,
    "is_nearly_always": False,
    "harms": [],
    "what_if": ["window:lead_at_most:143"],
}
ELSE = {"days": NA, "ease": NA, "item_id": ""}
OPTION = WAY | ELSE | {"kind": "option", "decision_id": "DP-SOC2", "option_name": "three months"}
TARGET = WAY | ELSE | {"kind": "target", "days": 90}
TOGETHER = (
    WAY
    | ELSE
    | {"kind": "together", "what_if": ["window:lead_at_most:90", "pentest:lead_at_most:28"]}
)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (WAY, "Window agreed at 143 days or less"),
        (WAY | {"item_id": "X", "days": 1}, "its own delivery in 1 day or less"),
        (OPTION, "the option “three months” of DP-SOC2"),
        (TARGET, "target 29 Dec 2027"),
        (TOGETHER, "Window in 90 days with Pentest in 28 days"),
        (
            WAY | ELSE | {"kind": "no wait", "item_id": "X", "requires_id": "pentest"},
            "Pack need not wait for Pentest",
        ),
        (
            WAY | ELSE | {"kind": "alternative", "item_id": "X", "requires_id": "pentest"},
            "Pentest chosen for Pack",
        ),
        (
            WAY | ELSE | {"kind": "decide", "decision_id": "DP-SOC2"},
            "DP-SOC2 decided today, whatever the answer",
        ),
    ],
)
def test_a_way_out_in_a_few_words(way, said):
    """Every kind has its words."""
    assert words.phrase(way, DIRECTION, NAMES) == said


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([], ""),
        (
            [WAY, OPTION, TARGET],
            "Enough for 80 %: Window agreed at 143 days or less, the option “three months” of"
            " DP-SOC2, or target 29 Dec 2027.",
        ),
        (
            [TOGETHER, TARGET],
            "Enough for 80 %: Window in 90 days with Pentest in 28 days, or target 29 Dec 2027.",
        ),
        # Neither what harms another direction nor what is nearly always so is worth a sentence.
        (
            [WAY | {"harms": ["Y"]}, WAY | {"is_nearly_always": True}, TARGET],
            "No single lead, option or decision is enough for 80 %; only the target 29 Dec 2027.",
        ),
        ([OPTION], "Enough for 80 %: the option “three months” of DP-SOC2."),
    ],
)
def test_one_sentence_says_what_is_enough(ways, said):
    """The first of each sort and the target, modestly."""
    assert plain(words.enough(DIRECTION, ways, SETTINGS, NAMES)) == said


def test_each_way_out_is_a_link_to_its_scenario():
    """The direction's page, under the change that the words name."""
    linked = [
        (found.text, found.page, found.item, found.changes)
        for found in words.enough(DIRECTION, [WAY, TARGET], SETTINGS, NAMES)
        if found.page
    ]
    change = {"what_if": ["window:lead_at_most:143"]}
    assert linked == [
        ("Window agreed at 143 days or less", "item", "X", change),
        ("target 29 Dec 2027", "item", "X", change),
    ]


def test_the_whole_sentence_counts_the_other_leads():
    """One by name, the others by their number and days."""
    ways = [
        WAY,
        WAY | {"item_id": "pentest", "days": 35},
        WAY | {"item_id": "X", "days": 20},
        TARGET,
    ]
    assert plain(words.enough(DIRECTION, ways, SETTINGS, NAMES, others=True)) == (
        "Enough for 80 %: Window agreed at 143 days or less, one of 2 others at 20 to 35,"
        " or target 29 Dec 2027."
    )


def test_where_nothing_is_enough_the_best_are_counted():
    """Even with these at their best the goal is out of reach."""
    best = DIRECTION | {"best_five": ["window", "pentest"], "chance_at_best_five": 0.61}
    assert plain(words.enough(best, [TARGET], SETTINGS, NAMES)) == (
        "No single change is enough for 80 %; even with these 2 at their best, 61 %;"
        " only the target 29 Dec 2027."
    )


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (WAY, "today 90 to 365, likely 180; 1 case in 6 by itself"),
        (
            WAY | {"ease": 0.962, "is_nearly_always": True},
            "today 90 to 365, likely 180; nearly always so by itself",
        ),
        (WAY | {"ease": 0.001}, "today 90 to 365, likely 180; hardly ever so by itself"),
        (WAY | {"ease": 0.71}, "today 90 to 365, likely 180; 7 cases in 10 by themselves"),
        (OPTION | {"harms": ["Y"]}, "lowers the chance of Launch"),
        (TARGET, ""),
    ],
)
def test_a_cap_is_said_with_the_range_that_it_cuts(way, said):
    """And how often it is so by itself, and whom it harms."""
    assert words.note(way, NAMES) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "28 % to be on time by 30 Sep 2027"),
        (
            {"chance_on_time": 0.97, "chance_if_together": 0.83, "is_lower_together": True},
            "97 % to be on time by 30 Sep 2027, 83 % if delays of one kind come together",
        ),
        ({"chance_on_time": 0.97, "chance_if_together": 0.93}, "97 % to be on time by 30 Sep 2027"),
        ({"chance_on_time": NA, "target": NaT}, ""),
    ],
)
def test_a_chance_says_what_it_is_when_delays_come_together(changes, said):
    """Where that is five points or more lower."""
    assert plain(words.odds(DIRECTION | changes)) == said


def test_a_driver_says_how_often_it_decides():
    """With the chance when it comes at its low lead; rare ones are not shown."""
    driver = {"item_id": "window", "critical_share": 0.984, "chance_at_low": 0.993}
    assert words.drives(driver, NAMES) == "Window decides 98 %; at its best the chance is over 99 %"
    assert words.is_shown(driver)
    assert not words.is_shown(driver | {"critical_share": 0.004})
