"""Sentences of pages that show today's dates: what changed, and what the dates assume."""

from __future__ import annotations

from depmap.answers import relations
from depmap.answers.rows import records
from depmap.screen.pieces import ui
from depmap.screen.pieces.markup import tag
from depmap.screen.state import published
from depmap.screen.state.view import View
from depmap.words import changes as words
from depmap.words import decisions
from depmap.words.sentence import Sentence, Words

NAMED = 1


def assumptions(here: View) -> None:
    """What the dates shown assume of decisions that are open; nothing where none is."""
    if said := decisions.assumes(records(here.read(relations.assumed_options))):
        ui.note(said)


def since_review(here: View) -> None:
    """What changed since the last review.

    Nothing without a past, while it is compared, or where not all is shown.
    """
    said = None if here.scenario or here.is_filtered else sentence(here)
    if said:
        ui.html(tag("p", "dm-note dm-since", ui.inline(said)))


def sentence(here: View) -> Sentence | None:
    """What moved since the last review and because of what, with the way to all of it."""
    since = published.since_review(here.data)
    if since is None or since.found is None:
        return None
    found = since.found
    said = words.since(
        since.as_of,
        len(here.today.directions),
        records(found.comparison.by_map.directions),
        found.causes,
        found.names,
        NAMED,
    )
    return *said, Words(" "), Words("All changes", "strong", "changes")
