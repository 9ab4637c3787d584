"""The five filters: which labels they offer, what a link asks for, what of it exists.

Pure but for the options, which are read from the data. A link carries labels, because Streamlit
writes the shown label into the address; so no two options of a filter share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from depmap import answers
from depmap.answers import ACTIONS, Filters
from depmap.screen.tokens import BADGES, NO_OWNER

# Key in the address, the word for "all of them", the word for one.
LISTS = (
    ("theme", "All themes", "theme"),
    ("owner", "All owners", "owner"),
    ("direction", "All directions", "direction"),
    ("action", "All actions", "action"),
)
KEYS = tuple(key for key, _, _ in LISTS)
SEARCH = "search"
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Options:
    """Per list filter its labels, in the order they are offered, with the id each stands for."""

    theme: Mapping[str, str]
    owner: Mapping[str, str]
    direction: Mapping[str, str]
    action: Mapping[str, str]

    def of(self, key: str) -> Mapping[str, str]:
        """The labels of one of KEYS."""
        found: Mapping[str, str] = getattr(self, key)
        return found

    def label(self, key: str, wanted_id: str) -> str:
        """The label of an id; empty when the data does not hold it."""
        return next((label for label, known in self.of(key).items() if known == wanted_id), "")


@dataclass(frozen=True)
class Chosen:
    """What a link or the filter bar asks for: filters that exist, and what was ignored."""

    filters: Filters
    ignored: tuple[tuple[str, str], ...] = field(default=())


def options(connection: DuckDBPyConnection) -> Options:
    """The labels this version of the data offers.

    Themes in the order of the file, owners by name with "No owner" first, directions by target,
    actions by urgency. Source: report.themes, owners, directions.
    """
    everything = Filters()
    themes = answers.themes(connection, everything)
    owners = answers.owners(connection, everything).sort_values("name")
    directions = answers.directions(connection, everything).sort_values(["target", "name"])
    return Options(
        theme=unique(zip(themes["name"], themes["theme_id"], strict=True)),
        owner=unique([(NO_OWNER, ""), *zip(owners["name"], owners["owner_id"], strict=True)]),
        direction=unique(zip(directions["chart_name"], directions["direction_id"], strict=True)),
        action=unique((BADGES[action].words, action) for action in ACTIONS),
    )


def unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Label -> id of (label, id) pairs; a label that comes again gets a number."""
    labels: dict[str, str] = {}
    for name, known_id in pairs:
        label, turn = name, 1
        while label in labels:
            turn += 1
            label = f"{name} ({turn})"
        labels[label] = known_id
    return labels


def read(offered: Options, given: Mapping[str, Sequence[str]]) -> Chosen:
    """The filters that `given` (key -> labels, as in an address) asks for.

    Labels the data does not hold, and keys that are no filter, are listed as ignored.
    """
    ids: dict[str, tuple[str, ...]] = {}
    ignored = [(key, value) for key in given if key not in (*KEYS, SEARCH) for value in given[key]]
    for key in KEYS:
        known = offered.of(key)
        ids[key] = tuple(known[label] for label in given.get(key, ()) if label in known)
        ignored += [(key, label) for label in given.get(key, ()) if label and label not in known]
    search = next(iter(given.get(SEARCH, ())), "")
    return Chosen(
        Filters(
            themes=ids["theme"],
            owners=ids["owner"],
            directions=ids["direction"],
            actions=ids["action"],
            search=search.strip(),
        ),
        tuple(ignored),
    )


def say_ignored(ignored: Sequence[tuple[str, str]]) -> str:
    """One sentence that names what a link asked for in vain, values shortened."""
    named = [f"{key} “{_short(value)}”" for key, value in ignored]
    listed = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
    return f"The link asks for {listed}, which this portfolio does not have. It was ignored."


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
