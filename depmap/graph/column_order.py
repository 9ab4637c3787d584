"""The order inside the columns of a layered drawing: counting crossings, and having few.

The search starts from the smoothest way to lay the whole graph along one line (its Fiedler
vector) and improves it by barycentre sweeps and swaps of neighbours (Sugiyama 1981,
Gansner 1993). From the usual starts, the given order or breadth first, the same
search ended with more crossings on the real portfolio. The same input always gives the same order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

Place = tuple[str, int]
Segment = tuple[Place, Place]
Neighbours = list[list[tuple[int, int]]]  # per place: (place, how many segments join the two)

SMALL = 1_000  # joined pairs of places up to which every improvement is tried until none is left
SWEEPS = 12
LARGE_SWEEPS = 6
PASSES = 2
AVERAGINGS = 1_600
LARGE_AVERAGINGS = 300
STILL = 1e-6  # change of the line that no longer moves a place


def crossings(columns: Sequence[Sequence[Place]], segments: Iterable[Segment]) -> int:
    """How often segments cross.

    A segment joins places of neighbouring columns, the left one first. It counts as often as it
    is listed; segments that share an end do not cross.
    """
    at = {place: position for column in columns for position, place in enumerate(column)}
    column_of = {place: number for number, column in enumerate(columns) for place in column}
    gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for left, right in segments:
        gaps[column_of[left]].append((at[left], at[right]))
    return sum(_inversions(ends) for ends in gaps.values())


def untangled(columns: Sequence[Sequence[Place]], segments: Iterable[Segment]) -> list[list[Place]]:
    """The same columns, each in an order that makes few segments cross."""
    search = _Search(columns, segments)
    search.run()
    return [[search.places[place] for place in column] for column in search.columns]


def _inversions(ends: list[tuple[int, int]]) -> int:
    """Pairs of which the one is above at the left and below at the right (a Fenwick tree)."""
    ends.sort()
    size = max(right for _, right in ends) + 1
    tree = [0] * (size + 1)
    crossed = 0
    for seen, (_, right) in enumerate(ends):
        crossed += seen
        position = right + 1
        while position:
            crossed -= tree[position]
            position &= position - 1
        position = right + 1
        while position <= size:
            tree[position] += 1
            position += position & -position
    return crossed


class _Search:
    """Places by number; `at` holds their position in their column."""

    def __init__(self, columns: Sequence[Sequence[Place]], segments: Iterable[Segment]) -> None:
        self.places = [place for column in columns for place in column]
        number = {place: index for index, place in enumerate(self.places)}
        self.columns = [[number[place] for place in column] for column in columns]
        self.joined = Counter((number[left], number[right]) for left, right in segments)
        self.left: Neighbours = [[] for _ in self.places]
        self.right: Neighbours = [[] for _ in self.places]
        for (left, right), weight in self.joined.items():
            self.right[left].append((right, weight))
            self.left[right].append((left, weight))
        self.at = [0] * len(self.places)
        self.small = len(self.joined) <= SMALL

    def run(self) -> None:
        line = self._line()
        self._use([sorted(column, key=lambda v: (line[v], v)) for column in self.columns])
        best, fewest = self.columns, -1
        for sweep in range(SWEEPS if self.small else LARGE_SWEEPS):
            if sweep:
                self._sweep(rightwards=sweep % 2 == 0)
            self._repeat(self._swap)
            count = self._count()
            if fewest < 0 or count < fewest:
                best, fewest = [list(column) for column in self.columns], count
        self._use(best)

    def _repeat(self, improve: Callable[[], bool]) -> None:
        """Until it no longer helps, or `PASSES` times in a large graph."""
        passes = 0
        while improve() and (self.small or passes < PASSES):
            passes += 1

    def _use(self, columns: Sequence[Sequence[int]]) -> None:
        self.columns = [list(column) for column in columns]
        for column in self.columns:
            self._number(column)

    def _number(self, column: Sequence[int]) -> None:
        for position, place in enumerate(column):
            self.at[place] = position

    def _count(self) -> int:
        # All pairs of a gap leave the same column, so positions alone tell them apart.
        gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, column in enumerate(self.columns):
            for left in column:
                for right, weight in self.right[left]:
                    gaps[number] += [(self.at[left], self.at[right])] * weight
        return sum(_inversions(ends) for ends in gaps.values())

    def _line(self) -> list[float]:
        """One number per place, close for joined places: the second eigenvector of averaging.

        Found by repeated averaging over the neighbours; what all places of a component share is
        taken out each time. Components follow one another along the line.
        """
        size = len(self.places)
        component = self._components()
        if not self.joined:
            return [float(number) for number in component]
        pairs = np.array(list(self.joined), dtype=np.intp)
        weights = np.array(list(self.joined.values()), dtype=float)
        ends = np.concatenate([pairs[:, 0], pairs[:, 1]])
        others = np.concatenate([pairs[:, 1], pairs[:, 0]])
        both = np.concatenate([weights, weights])
        degree = np.maximum(np.bincount(ends, both, size), 1e-9)
        groups = np.array(component)
        shares = np.bincount(groups, degree)
        value = np.linspace(-1.0, 1.0, size) ** 3 + np.cos(np.arange(size) * 1.7)
        for _ in range(AVERAGINGS if self.small else LARGE_AVERAGINGS):
            before = value
            value = 0.5 * value + 0.5 * np.bincount(ends, both * value[others], size) / degree
            value -= (np.bincount(groups, degree * value) / shares)[groups]
            value /= np.abs(value).max() or 1.0
            if np.abs(value - before).max() < STILL:
                break
        spread = np.zeros(len(shares))
        np.maximum.at(spread, groups, np.abs(value))
        value /= np.where(spread > 0, spread, 1.0)[groups]
        # Rounded, so that equal places stay in their given order on every machine.
        return [round(float(v), 6) for v in value + 3.0 * groups]

    def _components(self) -> list[int]:
        component = [-1] * len(self.places)
        count = 0
        for root in range(len(self.places)):
            if component[root] >= 0:
                continue
            component[root] = count
            pending = [root]
            for place in pending:  # grows while it is read
                for other, _ in self.left[place] + self.right[place]:
                    if component[other] < 0:
                        component[other] = count
                        pending.append(other)
            count += 1
        return component

    def _sweep(self, rightwards: bool) -> None:
        """Sort each column by where its neighbours of the column before stand on average."""
        fixed = self.left if rightwards else self.right
        for column in self.columns if rightwards else reversed(self.columns):
            middle = {
                place: sum(self.at[other] * weight for other, weight in fixed[place])
                / sum(weight for _, weight in fixed[place])
                for place in column
                if fixed[place]
            }
            moved = iter(sorted(middle, key=lambda place: (middle[place], self.at[place])))
            column[:] = [next(moved) if place in middle else place for place in column]
            self._number(column)

    def _gain(self, upper: int, lower: int) -> int:
        """Crossings that go away if the two neighbours of a column change places."""
        gain = 0
        for side in (self.left, self.right):
            below = [(self.at[other], weight) for other, weight in side[lower]]
            for other, weight in side[upper]:
                position = self.at[other]
                for place, times in below:
                    if position > place:
                        gain += weight * times
                    elif position < place:
                        gain -= weight * times
        return gain

    def _swap(self) -> bool:
        improved = False
        for column in self.columns:
            for position in range(len(column) - 1):
                upper, lower = column[position], column[position + 1]
                if self._gain(upper, lower) > 0:
                    column[position], column[position + 1] = lower, upper
                    self.at[upper], self.at[lower] = position + 1, position
                    improved = True
        return improved
