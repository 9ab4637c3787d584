"""One slip in many places is one problem, and all fit on a terminal."""

from __future__ import annotations

from depmap.portfolio.problem import Problem
from depmap.words.slips import LINES_ON_A_TERMINAL, printed, slips


def missed(line: int, name: str, file: str = "p/dependencies.csv", fix: str = "Add it.") -> Problem:
    found = f'no item is called "{name}"'
    return Problem(file, line, "requires", found, "the id of an item", fix)


def test_the_same_words_are_one_slip_over_all_files() -> None:
    """Number, places by file and the first five lines stand below the first of them."""
    problems = [missed(line, "soc2") for line in range(2, 42)]
    problems.append(missed(4, "soc2", "p/milestones.yaml"))
    (slip,) = slips(problems)
    assert str(slip).split("\n")[-1] == (
        "    41 times: p/dependencies.csv lines 2, 3, 4, 5, 6 …; p/milestones.yaml line 4."
    )


def test_what_differs_only_in_the_value_is_one_slip() -> None:
    """A column of dates that all have two readings is one problem that shows some of them."""
    problems = [
        Problem("p/a.csv", line, "done_on", f'"{line}/4/2026" is 2026-04-{line}', "a day", "Write.")
        for line in (3, 5, 6)
    ]
    (slip,) = slips(problems)
    assert str(slip).split("\n")[-1] == (
        '    3 times: p/a.csv lines 3, 5, 6. Also "5/4/2026", "6/4/2026".'
    )


def test_other_advice_is_another_slip() -> None:
    """Two names that two ids are near to are two slips, and a single problem stays as it is."""
    problems = [missed(2, "a", fix='Did you mean "ab"?'), missed(3, "c", fix='Did you mean "cd"?')]
    assert [str(slip) for slip in slips(problems)] == [str(problem) for problem in problems]


def test_what_follows_is_not_a_slip() -> None:
    """A fault that goes with another one is left out."""
    follower = Problem("p/a.csv", 2, "owner", "no owner", "an owner", "Add it.", follows=True)
    assert slips([follower]) == []


def test_a_flood_fits_on_a_terminal() -> None:
    """No more than forty lines are shown, with the number of those left out."""
    problems = [missed(line, "x", fix=f'Did you mean "{line}x"?') for line in range(1, 101)]
    problems = [
        Problem("p/a.csv", line, f"column{line}", "it is short", "more", "Add it.")
        for line in range(1, 101)
    ]
    problems = [
        Problem(f"p/{line}.csv", line, "", f"it is short by {line}", "more", f"Add {line}.")
        for line in range(1, 101)
    ]
    shown, rest = printed(problems)
    assert sum(text.count("\n") + 1 for text in shown) <= LINES_ON_A_TERMINAL - 2
    assert len(shown) + rest == 100
