"""What a link may ask for, and what becomes of what it asks in vain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from depmap.answers import filters
from depmap.answers.filters import Filters, Options
from tests.screen.drawn import Drawn

OFFERED = Options(
    {
        "theme": {"Design": "design"},
        "owner": {"No owner": "", "Olga": "o"},
        "direction": {"Enter": "D", "Enter (2)": "E"},
        "action": {"Start now": "start now"},
    }
)


def test_labels_become_ids() -> None:
    """Every list filter is read by its label; "No owner" is the owner without an id."""
    given = {"theme": ["Design"], "owner": ["No owner"], "direction": ["Enter (2)"]}
    given |= {"action": ["Start now"], "search": [" contract "]}
    chosen = filters.read(OFFERED, given)
    assert chosen.ignored == ()
    assert chosen.filters == Filters(
        "contract", theme=["design"], owner=[""], direction=["E"], action=["start now"]
    )


def test_unknown_values_and_keys_are_named() -> None:
    """Nothing a link asks for is dropped in silence."""
    chosen = filters.read(OFFERED, {"theme": ["Design", "Nope"], "themes": ["Design"]})
    assert chosen.filters == Filters(theme=("design",))
    assert chosen.ignored == (("themes", "Design"), ("theme", "Nope"))
    assert filters.say_ignored(chosen.ignored) == (
        "The link asks for themes “Design”, theme “Nope”, which this portfolio does not have. "
        "It was ignored."
    )


def test_long_list_of_unknown_values_stays_short() -> None:
    """A hostile link cannot fill the page."""
    said = filters.say_ignored([("theme", "x" * 500)] * 400)
    assert "and 395 more" in said
    assert len(said) < 600


def test_two_options_never_share_a_label() -> None:
    """The address carries labels, so the second of two like names gets a number."""
    assert filters.unique([("Ann", "1"), ("Ann", "2"), ("Bob", "3"), ("Ann", "4")]) == {
        "Ann": "1",
        "Ann (2)": "2",
        "Bob": "3",
        "Ann (3)": "4",
    }


@pytest.mark.parametrize("page", ["overview", "plan", "graph", "item"])
def test_link_with_an_unknown_value_says_so(dashboard: Callable[[str], Drawn], page: str) -> None:
    """The page names the value that it ignored."""
    drawn = dashboard("real").open(page, theme=["Design", "Nope"])
    assert drawn.errors == []
    assert "The link asks for theme “Nope”" in drawn.words


def test_link_sets_the_filters_and_counts(dashboard: Callable[[str], Drawn]) -> None:
    """A link with filters shows the rows they leave and says of how many."""
    drawn = dashboard("real").open("plan", theme="Design", owner="No owner")
    (count,) = drawn.rows(
        "select count(*) from report.items where theme_id = 'design' and owner_id = ''"
        " and item_type = 'prerequisite'"
    )[0]
    assert f"{count} of 116 prerequisites" in drawn.words


def test_rows_that_touch_something_of_ours(dashboard: Callable[[str], Drawn]) -> None:
    """A link asks for what is touched; data without touchpoints shows no such filter."""
    for page in ("plan", "prerequisites"):
        drawn = dashboard("real").open(page, touches="billing code")
        ((touching,),) = drawn.rows(
            "select count(*) from report.items where list_contains(touches, 'billing code')"
        )
        assert f"{touching} of 116 prerequisites" in drawn.words
        assert "Touches" in [widget.label for widget in drawn.test.multiselect]
    bare = dashboard("tiny").open("plan")
    assert "Touches" not in [widget.label for widget in bare.test.multiselect]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("overview", "Each theme shown counts all its items"),
        ("themes", "The table counts all items of each theme shown"),
        ("owner_gaps", "Each owner shown is drawn with all they hold"),
        ("decisions", "Ideas stand outside the map"),
        ("timeline", "The targets above the bars are those of all directions"),
        ("data", "Filters leave findings about items"),
        ("graph", "All that lies around or between them is drawn"),
    ],
)
def test_what_filters_do_not_narrow_says_so(
    dashboard: Callable[[str], Drawn], page: str, said: str
) -> None:
    """Only while one is set."""
    asked = {"part": "Around an item", "from": "Tenant identity"} if page == "graph" else {}
    asked |= {"item": "tenant-model"} if page == "graph" else {}
    assert said not in dashboard("real").open(page, **asked).words
    assert said in dashboard("real").open(page, search="contract", **asked).words
