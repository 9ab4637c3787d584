"""What is said of ways out and drivers."""

from typing import Any

import pytest
from pandas import NA, NaT, Timestamp

from depmap.answers.names import Names
from depmap.words import ways_out as words
from depmap.words.sentence import plain

NAMES = Names(
    {},
    {"window": "Window", "pentest": "Pentest", "X": "Pack", "Y": "Launch"},
    {"DP-SOC2": "Which audit: one or two?"},
)
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
        (OPTION, "the option “three months” of “Which audit”"),
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
            WAY
            | ELSE
            | {
                "kind": "capacity",
                "owner_id": "SEC",
                "owner": "Security",
                "what_if": ["SEC:capacity_days_per_week:5.5"],
                "capacity_forecast_after": Timestamp("2027-06-26"),
            },
            "Security with 5.5 days a week: there on 26 Jun 2027",
        ),
        (
            WAY | ELSE | {"kind": "decide", "decision_id": "DP-SOC2"},
            "“Which audit” decided today, whatever the answer",
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
            " “Which audit”, or target 29 Dec 2027.",
        ),
        (
            [TOGETHER, TARGET],
            "Enough for 80 %: Window in 90 days with Pentest in 28 days, or target 29 Dec 2027.",
        ),
        # What harms another direction is not named, and what is nearly always so only for want
        # of anything else.
        (
            [
                WAY | {"harms": ["Y"]},
                WAY | {"item_id": "pentest", "ease": 0.96, "is_nearly_always": True},
                TARGET,
            ],
            "Enough for 80 %: Pentest agreed at 143 days or less, nearly always so by itself,"
            " or target 29 Dec 2027.",
        ),
        (
            [WAY | {"is_nearly_always": True}, OPTION],
            "Enough for 80 %: the option “three months” of “Which audit”.",
        ),
        (
            [WAY | {"harms": ["Y"]}, TARGET],
            "Each change that is enough for 80 % lowers the chance of another direction;"
            " only the target 29 Dec 2027.",
        ),
        (
            [WAY | ELSE | {"kind": "no wait", "requires_id": "pentest"}, TARGET],
            "No single lead, option or decision is enough for 80 %; only the target 29 Dec 2027.",
        ),
        ([OPTION], "Enough for 80 %: the option “three months” of “Which audit”."),
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
        "Enough for 80 %: Window agreed at 143 days or less, one of two others at 20 to 35,"
        " or target 29 Dec 2027."
    )


def test_where_nothing_is_enough_the_best_are_counted():
    """Even with these at their best the goal is out of reach."""
    best = DIRECTION | {"best_five": ["window", "pentest"], "chance_at_best_five": 0.61}
    assert plain(words.enough(best, [TARGET], SETTINGS, NAMES)) == (
        "No single change is enough for 80 %; even with these two at their best, 61 %;"
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


def links(sentence):
    """The words of a sentence that lead somewhere, with what they try."""
    return [(part.text, part.changes.get("what_if", part.item)) for part in sentence if part.page]


def test_the_overview_names_the_first_way_out_and_the_target_to_try():
    """A link each, which adds to the scenario in force."""
    chart = DIRECTION | {"chart_name": "Pack"}
    target = TARGET | {"what_if": ["X:target:2027-12-29"]}
    said = words.first_enough(chart, [WAY, OPTION, target], NAMES, ["X:value:9"])
    assert plain(said) == "■ Pack: Window agreed at 143 days or less, or target 29 Dec 2027."
    assert links(said) == [
        ("Window agreed at 143 days or less", ["X:value:9", "window:lead_at_most:143"]),
        ("target 29 Dec 2027", ["X:value:9", "X:target:2027-12-29"]),
    ]
    only = words.first_enough(chart, [target], NAMES)
    assert plain(only) == "■ Pack: only target 29 Dec 2027."


def test_the_brief_names_up_to_three_of_different_sorts():
    """Further leads only where there is room for them."""
    ways = [
        WAY | {"rank": 1},
        WAY | {"rank": 2, "item_id": "pentest", "days": 35},
        WAY | {"rank": 3, "item_id": "X", "days": 20},
        TARGET | {"rank": 4},
    ]
    chart = DIRECTION | {"chart_name": "Pack"}
    leads = "■ Pack: Window agreed at 143 days or less; Pentest agreed at 35 days or less"
    assert plain(words.up_to_three(chart, ways, NAMES)) == f"{leads}; target 29 Dec 2027."
    mixed = [*ways[:3], OPTION | {"rank": 4}, TARGET | {"rank": 5}]
    assert plain(words.up_to_three(chart, mixed, NAMES)) == (
        "■ Pack: Window agreed at 143 days or less; the option “three months” of “Which audit”;"
        " target 29 Dec 2027."
    )


def test_the_page_of_a_direction_begins_with_its_chance_and_what_is_enough():
    """In place of its likely finish, which stands beside."""
    assert plain(words.of_direction(DIRECTION, [TARGET], SETTINGS, NAMES)) == (
        "28 % to be on time by 30 Sep 2027. No single change is enough for 80 %;"
        " only the target 29 Dec 2027."
    )


def test_the_best_five_are_named():
    """With their links, where the sentence counts them."""
    best = DIRECTION | {"best_five": ["window", "pentest"], "chance_at_best_five": 0.61}
    assert (
        plain(words.best_five(best, NAMES)) == "At their best: Window, Pentest; all together 61 %."
    )
    assert words.best_five(DIRECTION, NAMES) == ()
