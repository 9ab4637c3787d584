"""What drives the date of a direction, and what is not enough alone, in words.

Rows are those of report.drivers, report.ways_out and report.directions.
"""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.names import Names
from depmap.answers.rows import Row
from depmap.words.formats import chance, percent
from depmap.words.sentence import Sentence, Settings, say


def is_shown(driver: Row) -> bool:
    """Whether an item decides the date often enough to be worth a row: half a percent."""
    return bool(driver["critical_share"] >= 0.005)


def drives(driver: Row, names: Names) -> str:
    """How often an item decides the date, and the chance if it came at its best."""
    return (
        f"{names.short(driver['item_id'])} decides {percent(driver['critical_share'])}; "
        f"at its best the chance is {chance(driver['chance_at_low'])}"
    )


def driver_name(driver: Row, names: Names) -> str:
    """What drives a date: an item, or the own delivery of the direction."""
    own = ", own delivery" if driver["item_id"] == driver["direction_id"] else ""
    return names.short(driver["item_id"]) + own


def not_enough(
    direction: Row, ways: Sequence[Row], drivers: Sequence[Row], settings: Settings, names: Names
) -> Sentence:
    """Which drivers are not enough alone even at their best, the best three; empty without any."""
    enough_alone = {way["item_id"] for way in ways if way["kind"] == "at most"}
    short = [
        driver
        for driver in drivers
        if driver["item_id"] not in enough_alone
        and driver["chance_at_low"] < settings["confidence_goal"]
        and driver["chance_at_low"] > direction["chance_on_time"]
        and chance(driver["chance_at_low"]) != chance(direction["chance_on_time"])
    ]
    best = sorted(short, key=lambda driver: (-driver["chance_at_low"], driver["item_id"]))[:3]
    said = [f"{driver_name(one, names)} {chance(one['chance_at_low'])}" for one in best]
    return say(f"Not enough alone, even at their best: {'; '.join(said)}.") if said else ()
