"""Labels that tie a task in a tracker to a row of the map."""

from __future__ import annotations

from depmap.imports.labels import LONGEST, decision_label, id_in, label


def test_a_label_is_one_word_for_one_id() -> None:
    """Trackers cut labels at blanks and commas, and GitHub allows 50 signs."""
    assert label("a b/ä") == "depmap-a%20b%2F%C3%A4"
    assert label("a,b") == "depmap-a%2Cb"
    long = [label("x" * 80), label("x" * 79 + "y")]
    assert len({*long}) == 2
    assert {len(one) for one in long} == {LONGEST}


def test_a_decision_is_no_item_of_the_same_id() -> None:
    """Nor of the id that its label would name."""
    assert len({decision_label("D"), label("D"), label("decision:D")}) == 3


def test_the_id_is_read_from_a_label() -> None:
    """From the first of ours; of a decision too."""
    assert id_in(("legal", label("a b/ä"), label("c"))) == "a b/ä"
    assert id_in((decision_label("D-1"),)) == "D-1"
    assert id_in(("legal",)) == ""
