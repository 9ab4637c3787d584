"""How problems are collected, sorted, counted and printed."""

from __future__ import annotations

import pytest

from depmap.portfolio.problem import InvalidPortfolio, Problem, Problems, did_you_mean, quoted


def test_prints_as_the_house_wants_it() -> None:
    """Place and finding on the first line, what was expected and the way out on the second."""
    problem = Problem(
        "data/dependencies.csv",
        14,
        "requires",
        'no item is called "soc2-t3"',
        "the id of a direction or prerequisite",
        'Did you mean "soc2-t2"? If it is new, add it to data/prerequisites.csv.',
    )
    assert str(problem) == (
        'data/dependencies.csv line 14, column requires: no item is called "soc2-t3".\n'
        "    Expected the id of a direction or prerequisite. "
        'Did you mean "soc2-t2"? If it is new, add it to data/prerequisites.csv.'
    )


@pytest.mark.parametrize(
    ("file", "line", "field", "printed"),
    [
        ("data/owners.csv", 0, "", "data/owners.csv: it is gone."),
        ("data/owners.csv", 3, "", "data/owners.csv line 3: it is gone."),
        ("data/themes.yaml", 3, "name", "data/themes.yaml line 3, field name: it is gone."),
        ("a\x1b[31m/b.csv", 0, "", "a\\u001b[31m/b.csv: it is gone."),
    ],
)
def test_place(file: str, line: int, field: str, printed: str) -> None:
    """Line 0 is the whole file; YAML has fields, CSV columns; control characters are escaped."""
    assert str(Problem(file, line, field, "it is gone", "", "")) == printed


def test_all_are_counted_and_the_first_hundred_printed() -> None:
    """Nothing stops at the first problem, and a flood is cut with its true number."""
    problems = Problems()
    for line in range(20_000, 0, -1):
        problems.add("p/owners.csv", line, "", "it is short", "more", "Add it.")
    with pytest.raises(InvalidPortfolio) as raised:
        problems.raise_if_any()
    assert raised.value.total == 20_000
    assert len(raised.value.problems) == 10_000
    printed = str(raised.value).splitlines()
    assert len(printed) == 201
    assert printed[-1] == "… and 19900 more: 20000 problems in total."


def test_the_same_problem_counts_once() -> None:
    """Two checks that find the same thing report it once, in file and line order."""
    problems = Problems()
    for line in (2, 1, 2):
        problems.add("p/owners.csv", line, "", "it is short", "more", "Add it.")
    with pytest.raises(InvalidPortfolio) as raised:
        problems.raise_if_any()
    assert [problem.line for problem in raised.value.problems] == [1, 2]
    assert raised.value.total == 2


def test_what_was_found_is_shortened_and_made_visible() -> None:
    """Long values are cut with their length; control and direction characters are escaped."""
    assert quoted("x" * 70) == '"' + "x" * 60 + '…" (70 characters)'
    assert quoted("a\n\u202eb\0") == '"a\\u000a\\u202eb\\u0000"'


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("soc2-t3", 'Did you mean "soc2-t2"?'),
        ("SOC2-T2", 'Did you mean "soc2-t2"?'),
        ("cafe\u0301", 'Did you mean "caf\u00e9"?'),
        ("bank", ""),
    ],
)
def test_did_you_mean(word: str, advice: str) -> None:
    """Capitals and Unicode form do not count; nothing near gives no advice."""
    assert did_you_mean(word, ["soc2-t2", "iso-27001", "caf\u00e9"]) == advice
