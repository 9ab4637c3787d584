"""The filters of every page, file and command: each declared once, in `LISTS`.

A filter's key stands in the address, names the option of the command line and the field that
`report.matching` compares. A link carries labels, because Streamlit writes the shown label into
the address; so no two options of a filter share one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from depmap.answers.names import NO_OWNER, NONE

if TYPE_CHECKING:  # The command line reads this file before it knows whether it needs them.
    from duckdb import DuckDBPyConnection

# The one action of every open prerequisite, most urgent first, with its words on screen.
ACTIONS = {
    "start now": "Start now",
    "start when ready": "Start when ready",
    "in progress": "In progress",
    "decide": "Decide",
    "later": "Can wait",
    "park": "Park",
    "helps": "Helps",
    "alternative": "Alternative",
    "blocked": "Blocked",
    "not needed": "Not needed",
}
SEARCH = "search"
LONGEST_SHOWN = 60

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class ListFilter:
    """A filter that holds ids: its key, the words for all and for no id, what it offers.

    `offers` reads (label, id) pairs from a database, in the order in which they are offered.
    Ids of an open prerequisite are compared in sql/report/matching.sql.
    """

    key: str
    everything: str
    offers: Callable[[DuckDBPyConnection], Pairs]
    nothing: str = ""
    helps: str = ""
    # Not drawn where the data offers nothing.
    is_optional: bool = False


def _named(statement: str) -> Callable[[DuckDBPyConnection], Pairs]:
    def read(connection: DuckDBPyConnection) -> Pairs:
        return [(label, known_id) for label, known_id in connection.execute(statement).fetchall()]

    return read


LISTS = (
    ListFilter(
        "theme",
        "All themes",
        _named("select name, theme_id from report.themes order by source_line"),
        helps="Theme id; may be repeated.",
    ),
    ListFilter(
        "owner",
        "All owners",
        _named("select name, owner_id from report.owners order by name, owner_id"),
        nothing=NO_OWNER,
        helps="Owner id, or none; may be repeated.",
    ),
    ListFilter(
        "direction",
        "All directions",
        _named(
            "select chart_name, direction_id from report.directions"
            " order by target nulls last, name, direction_id"
        ),
        helps="Direction id; may be repeated.",
    ),
    ListFilter(
        "action",
        "All actions",
        lambda _: [(words, action) for action, words in ACTIONS.items()],
        helps='Such as "start now"; may be repeated.',
    ),
    ListFilter(
        "touches",
        "Touches anything",
        _named(
            "select touchpoint, touchpoint"
            " from (select distinct unnest(touches) as touchpoint from report.items)"
            " order by lower(touchpoint), touchpoint"
        ),
        helps='What of ours it changes, such as "runbooks"; may be repeated.',
        is_optional=True,
    ),
)
KEYS = tuple(found.key for found in LISTS)
# The relations that are read where something is filtered.
READ = (
    "report.matching",
    "report.matching_decisions",
    "report.themes",
    "report.owners",
    "report.directions",
    "report.items",
)
# What narrows directions by itself; the others leave those that a remaining prerequisite opens.
OF_DIRECTIONS = "direction"


@dataclass(frozen=True, init=False)
class Filters:
    """What a reader narrowed the rows to, by the keys of LISTS: ids; no ids filter nothing.

    The owner '' stands for "no owner". `search` holds words that an item has all of, in any order:
    in its id, name, external party, shared key, first step, notes or owner, whatever the case.
    Decisions are found by their own words too. `Filters(owner=("",), search="contract")`.
    """

    lists: tuple[tuple[str, tuple[str, ...]], ...]
    search: str

    def __init__(self, search: str = "", **ids: Iterable[str]) -> None:
        if unknown := ids.keys() - set(KEYS):
            raise TypeError(f"no filter is called {min(unknown)}")
        chosen = ((key, tuple(ids.get(key, ()))) for key in KEYS)
        object.__setattr__(self, "lists", tuple((key, found) for key, found in chosen if found))
        object.__setattr__(self, "search", search)

    def __bool__(self) -> bool:
        return bool(self.lists or self.search)

    def ids(self, key: str) -> tuple[str, ...]:
        """The ids of one of KEYS; empty when it filters nothing."""
        return dict(self.lists).get(key, ())


class UnknownId(Exception):
    """A filter asks for an id that the data does not hold; says which there are."""


def by_ids(
    connection: DuckDBPyConnection, search: str, lists: Mapping[str, Sequence[str]]
) -> Filters:
    """The filters that a program asks for, by key; NONE asks for what has no id.

    Raises UnknownId for an id that the data does not hold.
    """
    wanted: dict[str, list[str]] = {}
    for found in LISTS:
        if not lists.get(found.key):
            continue
        offered = {known_id: known_id for _, known_id in found.offers(connection)}
        if found.nothing:
            offered[NONE] = ""
        for value in lists[found.key]:
            if value not in offered:
                choices = ", ".join(sorted(offered))
                raise UnknownId(f'no {found.key} is called "{value}". There are: {choices}')
        wanted[found.key] = [offered[value] for value in lists[found.key]]
    return Filters(search, **wanted)


@dataclass(frozen=True)
class Kept:
    """What filters leave: ids of items, the themes and owners that these still have, and id and
    origin of decisions.
    """

    items: frozenset[str]
    themes: frozenset[str]
    owners: frozenset[str]
    decisions: frozenset[tuple[str, str]]


def kept(connection: DuckDBPyConnection, filters: Filters) -> Kept:
    """What the filters leave, by the one rule for it. Source: report.matching and its sister.

    Prerequisites that fit all filters, the directions that are asked for or that a remaining
    prerequisite opens, and the decisions about them. Owners are those of prerequisites.
    """
    words = filters.search.split()
    asked = {
        "wanted": {key: list(filters.ids(key)) for key in KEYS},
        "words": words,
        "narrows_items": bool(words) or any(key != OF_DIRECTIONS for key, _ in filters.lists),
    }
    rows = connection.execute(
        "select item_id, item_type, theme_id, owner_id"
        " from report.matching($wanted, $words, $narrows_items)",
        asked,
    ).fetchall()
    decisions = connection.execute(
        "select decision_id, origin"
        " from report.matching_decisions($wanted, $words, $narrows_items, $has_lists)",
        {**asked, "has_lists": bool(filters.lists)},
    ).fetchall()
    return Kept(
        items=frozenset(item_id for item_id, *_ in rows),
        themes=frozenset(theme_id for _, _, theme_id, _ in rows),
        owners=frozenset(owner_id for _, kind, _, owner_id in rows if kind == "prerequisite"),
        decisions=frozenset((decision_id, origin) for decision_id, origin in decisions),
    )


class Options(Mapping[str, Mapping[str, str]]):
    """Per list filter its labels, in the order they are offered, with the id each stands for."""

    def __init__(self, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._labels = {key: dict(labels.get(key, {})) for key in KEYS}

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return self._labels[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    def __len__(self) -> int:
        return len(self._labels)

    def label(self, key: str, wanted_id: str) -> str:
        """The label of an id; empty when the data does not hold it."""
        return next((label for label, known in self[key].items() if known == wanted_id), "")


@dataclass(frozen=True)
class Chosen:
    """What a link or the filter bar asks for: filters that exist, and what was ignored."""

    filters: Filters
    ignored: tuple[tuple[str, str], ...] = field(default=())


def options(connection: DuckDBPyConnection) -> Options:
    """The labels this version of the data offers; "no id" first where a filter has words for it."""
    return Options(
        {
            found.key: unique(
                [*([(found.nothing, "")] if found.nothing else []), *found.offers(connection)]
            )
            for found in LISTS
        }
    )


def unique(pairs: Pairs) -> dict[str, str]:
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
    for key, known in offered.items():
        ids[key] = tuple(known[label] for label in given.get(key, ()) if label in known)
        ignored += [(key, label) for label in given.get(key, ()) if label and label not in known]
    search = next(iter(given.get(SEARCH, ())), "")
    return Chosen(Filters(search.strip(), **ids), tuple(ignored))


def labelled(offered: Options, given: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    """The same with labels where ids were given; what is neither stays as it is."""

    def label(key: str, value: str) -> str:
        is_id = value and key in offered and value not in offered[key]
        return (offered.label(key, value) if is_id else "") or value

    return {key: [label(key, value) for value in values] for key, values in given.items()}


def say_ignored(ignored: Sequence[tuple[str, str]]) -> str:
    """One sentence that names what a link asked for in vain, values shortened."""
    named = [f"{key} “{_short(value)}”" for key, value in ignored]
    listed = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
    return f"The link asks for {listed}, which this portfolio does not have. It was ignored."


def _short(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
