"""Decisions with their options, and options with what they move, from report frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.words.decisions import Largest

# The place of "decided today" among the options of a decision.
TODAY = 0
# A chance that falls by less is shown as the same.
SEEN = 0.01


@dataclass(frozen=True)
class Decision:
    """A row of report.decisions with its options, what each moves, and today's directions by id.

    moves: rows of report.decision_effects by the position of the option; 0 is deciding today.
    """

    row: Row
    options: Sequence[Row]
    moves: Mapping[int, Mapping[str, Row]]
    directions: Mapping[str, Row]

    def moved(self) -> list[str]:
        """The directions that some option moves, the largest change of a chance first."""
        largest: dict[str, float] = {}
        for position, rows in self.moves.items():
            if position != TODAY:
                for name, row in rows.items():
                    largest[name] = max(largest.get(name, 0.0), chance_move(row))
        return sorted(largest, key=lambda name: (-largest[name], name))

    def late(self) -> list[str]:
        """Those it moves that are late, by the map or with the days owners have, in that order."""
        rows = [self.directions[name] for name in self.moved()]
        return [
            row["direction_id"]
            for row in rows
            if row["is_late_by_capacity"] or row["outlook"] == "late"
        ]

    def best(self, direction_id: str) -> float | None:
        """The best chance of a direction under any option; None where none beats today."""
        rows = [moves[direction_id] for moves in self.moves.values() if direction_id in moves]
        after = [row["chance_after"] for row in rows if not is_missing(row["chance_after"])]
        before = self.directions[direction_id]["chance_on_time"]
        best = max(after, default=None)
        return best if best is not None and (is_missing(before) or best > before) else None

    def harms(self, position: int) -> list[str]:
        """The directions whose chance an option lowers, in the order of `moved`."""
        rows = self.moves[position]
        return [name for name in self.moved() if name in rows and _drop(rows[name]) >= SEEN]

    def loss(self, position: int) -> float:
        """By how much an option lowers chances in all, from 0."""
        return sum(map(_drop, self.moves[position].values()))


def _drop(effect: Row) -> float:
    return 0.0 if is_missing(effect["chance_shift"]) else max(0.0, -float(effect["chance_shift"]))


def chance_move(effect: Row) -> float:
    """By how much an effect changes a chance, from 0 to 1; 0 for a direction that ends."""
    shift = effect["chance_shift"]
    return 0.0 if is_missing(shift) else abs(float(shift))


def read(
    decisions: DataFrame, options: DataFrame, effects: DataFrame, directions: DataFrame
) -> list[Decision]:
    """The decisions in the order given, those that stand first before all others."""
    listed: dict[tuple[str, str], list[Row]] = {}
    for option in records(options):
        listed.setdefault((option["decision_id"], option["origin"]), []).append(option)
    today = {row["direction_id"]: row for row in records(directions)}
    moves: dict[str, dict[int, dict[str, Row]]] = {}
    for row in records(effects):
        of_option = moves.setdefault(row["decision_id"], {}).setdefault(int(row["position"]), {})
        of_option[row["direction_id"]] = row
    return [
        Decision(
            row,
            listed.get((row["decision_id"], row["origin"]), []),
            moves.get(row["decision_id"], {}) if row["origin"] == "decision" else {},
            today,
        )
        for row in sorted(records(decisions), key=lambda row: not row["stands_first"])
    ]


def largest(decisions: Sequence[Decision]) -> Largest | None:
    """The largest effect of any option; None where no option changes a chance."""
    found: tuple[float, Largest] | None = None
    for decision in decisions:
        if not decision.row["changes_a_chance"]:
            continue
        direction = decision.moved()[0]
        rows = [(at, rows[direction]) for at, rows in decision.moves.items() if direction in rows]
        options = {int(option["position"]): option["option"] for option in decision.options}
        at, effect = max(
            ((at, row) for at, row in rows if at in options),
            key=lambda pair: (chance_move(pair[1]), -decision.loss(pair[0])),
        )
        told = Largest(
            decision.row,
            decision.directions[direction]["chart_name"],
            options[at],
            effect["chance_before"],
            effect["chance_after"],
            [decision.directions[name]["chart_name"] for name in decision.harms(at)],
        )
        if found is None or chance_move(effect) > found[0]:
            found = chance_move(effect), told
    return found[1] if found else None
