"""What became of the portfolios of a workspace, in words."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.versions.workspace.job import BUILT, KEPT, MISSING, UNCHANGED, Outcome
from depmap.versions.workspace.postgresql import Published
from depmap.words.formats import count, day


def line(outcome: Outcome) -> str:
    """One portfolio as it is finished: "payments: built in 1.2 s"."""
    match outcome.state:
        case "built":
            return f"{outcome.id}: built in {outcome.seconds:.1f} s"
        case "unchanged":
            return f"{outcome.id}: unchanged"
        case "kept":
            assert outcome.as_of is not None
            since = f"keeps its answers of {day(outcome.as_of)}"
            return f"{outcome.id}: {since}, because {outcome.why}"
    return f"{outcome.id}: has no answers, because {outcome.why}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """All portfolios in a sentence."""
    words = {
        BUILT: "built",
        UNCHANGED: "unchanged",
        KEPT: "with answers of an earlier day",
        MISSING: "without answers",
    }
    states = [one.state for one in outcomes]
    said = [f"{states.count(state)} {words[state]}" for state in words if state in states]
    return f"{count(len(outcomes), 'portfolio')}: {', '.join(said)}."


def published(done: Published) -> str:
    """What went into the tables of PostgreSQL, in a sentence."""
    removed = f", {done.removed} removed" if done.removed else ""
    return f"Published: {count(done.written, 'portfolio')} written{removed}."
