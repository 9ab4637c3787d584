"""The scenario that an address or a command asks for: changes, and ids of saved scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from depmap.portfolio.change import (
    GRAMMAR,
    Change,
    InvalidScenario,
    Refusal,
    canonical,
    limits,
    read_changes,
)
from depmap.portfolio.problem import did_you_mean, quoted
from depmap.portfolio.scenario import Scenario
from depmap.portfolio.typed import Rows


@dataclass(frozen=True)
class Wanted:
    """A scenario as asked for: its changes in order, and the saved scenarios it is made of.

    texts are what an address holds, one per change or saved scenario. Nothing wanted is today's
    plan, and false.
    """

    texts: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    saved: tuple[Scenario, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.rows)

    @property
    def rows(self) -> Mapping[str, Rows]:
        """The rows that saved scenarios add, by the table they join."""
        added: dict[str, Rows] = {}
        for scenario in self.saved:
            for table, rows in scenario.rows.items():
                added[table] = _joined(added[table], rows) if table in added else rows
        return added

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for scenarios that give the same answers on the same data."""
        adding = sorted(scenario.id for scenario in self.saved if scenario.rows)
        return (canonical(self.changes), *adding)

    def without(self, text: str) -> tuple[str, ...]:
        """The texts that are left when one is taken out."""
        return tuple(other for other in self.texts if other != text)


def wanted(texts: Sequence[str], saved: Mapping[str, Scenario]) -> Wanted:
    """What these texts ask for, in order: `id:field:value`, or the id of a saved scenario.

    saved: the scenarios that may be named, by id. Equal texts count once. Raises InvalidScenario
    for a text that is neither, and beyond the limits of a scenario.
    """
    texts = tuple(dict.fromkeys(texts))
    found: list[tuple[str, Scenario | Change]] = []
    refusals: list[Refusal] = []
    for position, text in enumerate(texts, start=1):
        scenario = saved.get(text.strip())
        if scenario is not None:
            found.append((scenario.id, scenario))
        elif ":" in text:
            try:
                (change,) = read_changes([text])
                found.append((str(change), change))
            except InvalidScenario as error:
                refusals += _at(position, error)
        else:
            refused = f"no scenario is called {quoted(text)}"
            expected = f"the id of a scenario in scenarios.yaml, or {GRAMMAR}"
            fix = did_you_mean(text, saved)
            refusals.append(Refusal(position, text, "", refused, expected, fix))
    asked = Wanted(
        tuple(dict.fromkeys(text for text, _ in found)),
        tuple(change for _, one in found for change in _changes(one)),
        tuple(one for _, one in found if isinstance(one, Scenario)),
    )
    refusals += limits(asked.changes)
    if refusals:
        raise InvalidScenario(refusals)
    return asked


def _changes(one: Scenario | Change) -> tuple[Change, ...]:
    return one.changes if isinstance(one, Scenario) else (one,)


def _at(position: int, error: InvalidScenario) -> Iterator[Refusal]:
    for refusal in error.refusals:
        said = refusal.found, refusal.expected, refusal.fix
        yield Refusal(position if refusal.position else 0, refusal.text, refusal.part, *said)


def _joined(first: Rows, second: Rows) -> Rows:
    return Rows({name: [*own, *second.columns[name]] for name, own in first.columns.items()})
