"""What is said of drivers."""

from depmap.answers.names import Names
from depmap.words import drivers as words
from depmap.words.sentence import plain

NAMES = Names({}, {"window": "Window", "pentest": "Pentest", "X": "Pack", "Y": "Launch"})
SETTINGS = {"confidence_goal": 0.8}
DIRECTION = {"direction_id": "X", "chance_on_time": 0.277}
WAY = {"kind": "at most", "item_id": "window"}
TARGET = {"kind": "target", "item_id": ""}


def test_a_driver_says_how_often_it_decides():
    """With the chance when it comes at its low lead; rare ones are not shown."""
    driver = {"item_id": "window", "critical_share": 0.984, "chance_at_low": 0.993}
    assert words.drives(driver, NAMES) == "Window decides 98 %; at its best the chance is over 99 %"
    assert words.is_shown(driver)
    assert not words.is_shown(driver | {"critical_share": 0.004})


def test_what_is_not_enough_alone_is_said_with_its_best_chance():
    """The best three that move the chance; what is enough or moves nothing is left out."""
    drivers = [
        {"direction_id": "X", "item_id": "window", "chance_at_low": 0.98},
        {"direction_id": "X", "item_id": "pentest", "chance_at_low": 0.42},
        {"direction_id": "X", "item_id": "X", "chance_at_low": 0.37},
        {"direction_id": "X", "item_id": "Y", "chance_at_low": 0.277},
    ]
    said = words.not_enough(DIRECTION, [WAY, TARGET], drivers, SETTINGS, NAMES)
    assert (
        plain(said)
        == "Not enough alone, even at their best: Pentest 42 %; Pack, own delivery 37 %."
    )
    assert words.not_enough(DIRECTION, [WAY], drivers[:1], SETTINGS, NAMES) == ()
