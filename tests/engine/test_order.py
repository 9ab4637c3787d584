"""sql/ runs in an order that its files' own words give."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from depmap.engine.order import OrderProblem, SqlFile, in_order, sql_files
from depmap.engine.steps import STEPS

SQL = Path(__file__).resolve().parents[2] / "sql"


@dataclass(frozen=True)
class Filler:
    """A step as the order sees it."""

    name: str
    reads: tuple[str, ...]
    fills: tuple[str, ...]


def file(folder, relation, *mentions):
    return SqlFile(folder, relation, frozenset(mentions), "")


def names(order):
    return [part.relation if isinstance(part, SqlFile) else part.name for part in order]


def test_a_file_follows_what_it_mentions():
    """The order comes from the mentions, not from the names; ties go by name."""
    files = [file("base", "calc.a", "calc.z"), file("base", "calc.b"), file("base", "calc.z")]
    assert names(in_order(files, [])) == ["calc.b", "calc.z", "calc.a"]


def test_a_step_stands_between_what_it_reads_and_the_readers_of_what_it_fills():
    """A reader of a table that a step fills waits for the step, not for the empty table."""
    files = [
        file("base", "calc.items"),
        file("route", "calc.choices"),
        file("route", "calc.a_route", "calc.choices"),
    ]
    step = Filler("settle", ("calc.items",), ("calc.choices",))
    assert names(in_order(files, [step])) == [
        "calc.choices",
        "calc.items",
        "settle",
        "calc.a_route",
    ]


def test_a_step_waits_for_the_step_that_fills_what_it_reads():
    """Whatever the order in which the steps are listed."""
    files = [file("base", "calc.a"), file("base", "calc.b")]
    first, second = Filler("z first", (), ("calc.a",)), Filler("a second", ("calc.a",), ("calc.b",))
    order = ["calc.a", "calc.b", "z first", "a second"]
    assert names(in_order(files, [first, second])) == order
    assert names(in_order(files, [second, first])) == order


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([file("base", "calc.a", "calc.gone")], "calc.a reads calc.gone, which no file creates"),
        (
            [file("base", "calc.a", "calc.b"), file("route", "calc.b")],
            "base/ does not read route/: calc.a mentions calc.b",
        ),
        (
            [file("owners", "calc.a", "calc.b"), file("decisions", "calc.b")],
            "owners/ does not read decisions/: calc.a mentions calc.b",
        ),
        (
            [file("report", "report.a", "report.b"), file("report", "report.b", "report.a")],
            "they wait for each other: ",
        ),
        ([file("attic", "calc.a")], "calc.a stands in attic/, which has no place in order"),
    ],
)
def test_what_cannot_be_ordered_is_named(files, words):
    """A mention of nothing, of a folder above or beside, a circle, a folder without a place."""
    with pytest.raises(OrderProblem, match=words.replace("(", r"\(")):
        in_order(files, [])


def test_a_step_that_names_nothing_is_refused():
    """A step cannot fill a table that no file creates."""
    with pytest.raises(OrderProblem, match=r"settle names calc\.gone, which no file creates"):
        in_order([], [Filler("settle", (), ("calc.gone",))])


def test_words_about_a_relation_are_no_mention(tmp_path):
    """Comments in a file and on columns may name what stands above."""
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "a.sql").write_text(
        "-- One row. See report.plan.\ncreate view calc.a as select 1 as x;\n"
        "comment on column calc.a.x is 'As in calc.above; it''s one.';\n"
    )
    assert [found.mentions for found in sql_files(tmp_path)] == [frozenset()]


def test_every_file_and_step_of_this_house_has_its_place():
    """All of sql/ is ordered, each relation once, and the steps run in their own order."""
    files = sql_files(SQL)
    order = names(in_order(files, STEPS))
    assert sorted(order) == sorted([*(f.relation for f in files), *(s.name for s in STEPS)])
    assert order.index("settle the route") < order.index("sample the ranges")
