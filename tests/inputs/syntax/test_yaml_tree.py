"""YAML text becomes a tree of text that knows its physical lines."""

from __future__ import annotations

from depmap.inputs.syntax.yaml_tree import Node, read_yaml
from depmap.portfolio.problem import Problems


def test_everything_is_text() -> None:
    """Words that YAML would turn into numbers, truth values or dates stay what was typed."""
    problems = Problems()
    tree = read_yaml("p/a.yaml", "- [no, 012, 1:30, 1.10, 1e3, 2027-01-01, .inf, 0x1F]\n", problems)
    assert problems.total == 0
    assert tree is not None
    assert isinstance(tree.value, list)
    assert isinstance(tree.value[0].value, list)
    words = ["no", "012", "1:30", "1.10", "1e3", "2027-01-01", ".inf", "0x1F"]
    assert [node.value for node in tree.value[0].value] == words


def test_values_stand_where_their_key_stands() -> None:
    """Empty, folded and nested values have the line of their key, list entries their own."""
    text = "a:\nb: >\n  one\n  two\nc:\n  - x\n  - y\n\n# note\nd: {e: f}\n"
    assert read_yaml("p/a.yaml", text, Problems()) == Node(
        1,
        {
            "a": Node(1, ""),
            "b": Node(2, "one two\n"),
            "c": Node(5, [Node(6, "x"), Node(7, "y")]),
            "d": Node(10, {"e": Node(10, "f")}),
        },
    )


def test_fifty_levels_are_read() -> None:
    """The limit refuses the fifty-first level, not the fiftieth."""
    fifty, fifty_one = Problems(), Problems()
    assert read_yaml("p/a.yaml", "[" * 50 + "]" * 50, fifty) is not None
    assert fifty.total == 0
    assert read_yaml("p/a.yaml", "[" * 51 + "]" * 51, fifty_one) is None
    assert fifty_one.total == 1


def test_refusals_are_limited() -> None:
    """A bomb of aliases is left after a hundred refusals."""
    problems = Problems()
    text = "- &a x\n" + "".join("- *a\n" for _ in range(100_000))
    assert read_yaml("p/a.yaml", text, problems) is None
    assert problems.total == 100
