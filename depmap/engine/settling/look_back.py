"""What the directions reach over route and soft pairs together, and by when it should start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping


def look_back(
    pairs: Iterable[tuple[str, str]],
    targets: Mapping[str, int | None],
    remaining_days: Mapping[str, int],
) -> tuple[set[str], dict[str, int]]:
    """What the directions reach, themselves included, and the last days to start it for a target.

    `pairs` (item, requires) hold no cycle; `targets` are the days of the directions, or None. Days
    count from as_of. One pass, each item after all that require it.
    """
    requires: defaultdict[str, list[str]] = defaultdict(list)
    users: defaultdict[str, int] = defaultdict(int)
    for item, required in set(pairs):
        requires[item].append(required)
        users[required] += 1
    reached = set(targets)
    starts = {
        direction: target - remaining_days[direction]
        for direction, target in targets.items()
        if target is not None
    }
    ready = [item for item in {*requires, *targets} if not users.get(item)]
    for item in ready:
        start = starts.get(item)
        for required in requires.get(item, ()):
            if item in reached:
                reached.add(required)
            if start is not None:
                own = start - remaining_days[required]
                starts[required] = min(own, starts.get(required, own))
            users[required] -= 1
            if not users[required]:
                ready.append(required)
    return reached, starts
