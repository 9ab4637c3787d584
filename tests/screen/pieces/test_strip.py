"""Small pictures in cells."""

from datetime import date

import pytest

from depmap.screen.pieces import strip


def test_a_scale_holds_its_values_with_room_at_its_ends():
    """The first and the last value stand a little inside."""
    found = strip.scale([0, 100])
    assert (round(found.at(0), 1), found.at(50), round(found.at(100), 1)) == (2.8, 50, 97.2)
    assert (found.at(-500), found.at(500)) == (0, 100)


def test_one_value_is_a_scale_too():
    """It stands in the middle."""
    assert strip.scale([7]).at(7) == 50


@pytest.mark.parametrize(
    ("days", "names"),
    [
        ((date(2026, 12, 1), date(2027, 8, 1)), ["2027", "Q2", "Q3"]),
        ((date(2026, 12, 1), date(2029, 8, 1)), ["2027", "2028", "2029"]),
        ((date(2026, 12, 1), date(2026, 12, 1)), []),
    ],
)
def test_a_calendar_names_quarters_or_years(days, names):
    """As many as can be read."""
    assert [name for _, name in strip.calendar(days).lines] == names


def test_marks_stand_in_percent_of_their_scale():
    """A line goes from left to right whichever way it points."""
    found = strip.Scale(0, 200, ((100, "half"),))
    assert strip.strip(found, strip.line(found, 150, 50), strip.dot(found, 50, "then")) == (
        '<span class="dm-strip"><i class="dm-strip-grid" style="left:50.0%"></i>'
        '<i class="dm-strip-line" style="left:25.0%;width:50.0%"></i>'
        '<i class="dm-strip-dot dm-then" style="left:25.0%"></i></span>'
    )


def test_a_target_beyond_the_scale_is_a_sign_at_its_end():
    """Far targets do not squeeze everything else."""
    found = strip.Scale(0, 200)
    assert strip.tick(found, 50) == '<i class="dm-strip-tick" style="left:25.0%"></i>'
    assert strip.tick(found, 500) == '<span class="dm-strip-beyond">›</span>'


def test_names_of_lines_are_escaped():
    """They are text."""
    assert "&lt;b&gt;" in strip.axis(strip.Scale(0, 1, ((0, "<b>"),)))


@pytest.mark.parametrize(
    ("longest", "names"),
    [
        (4, ["0 days", "1", "2", "3", "4"]),
        (90, ["0 days", "30", "60", "90"]),
        (365, ["0 days", "90", "180", "270", "360"]),
        (30_000, ["0 days", "3650", "7300", "10950", "14600", "18250", "21900", "25550", "29200"]),
    ],
)
def test_a_scale_of_days_begins_at_none(longest, names):
    """With lines at whole weeks, months, quarters or years."""
    assert [name for _, name in strip.days(longest).lines] == names


@pytest.mark.parametrize(
    ("ends", "names"),
    [
        ((-229, 53), ["−180", "−90", "0"]),
        ((-3, 0), ["−3", "−2", "−1", "0"]),
        ((0, 40), ["0", "+30"]),
        ((0, 0), ["0"]),
    ],
)
def test_a_scale_around_today_names_days_with_their_sign(ends, names):
    """It holds 0 and both ends; earlier is negative."""
    found = strip.around(*ends)
    assert [words for _, words in found.lines] == names
    assert found.holds(0)
    assert all(map(found.holds, ends))
