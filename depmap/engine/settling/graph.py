"""The hard rows of a portfolio by numbers, indexed once; items are numbered in the order of ids.

Pure. Numbers stand for ids and compare as they do; -1 stands for none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NONE = -1


@dataclass
class Graph:
    """Items 0..n-1 with what they require; groups 0..m-1, of which satisfied ones are left out.

    `remaining` is what is left of the lead, `gate` the day before which an item cannot start.
    `plain` and `members` are free of repetitions; `groups_of` lists the open groups of an item,
    `item_of` the item of a group. Done items wait for nothing, dropped ones never start.
    `users` lists who waits for an item: the user, and the group it is an alternative of, or NONE.
    """

    remaining: list[int]
    gate: list[int]
    effort: list[float]
    is_done: list[bool]
    is_dropped: list[bool]
    plain: list[list[int]]
    groups_of: list[list[int]]
    item_of: list[int]
    members: list[list[int]]
    users: list[list[tuple[int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.users = [[] for _ in self.remaining]
        for item in range(len(self.remaining)):
            if not self.waits(item):
                continue
            for required in self.plain[item]:
                self.users[required].append((item, NONE))
            for group in self.groups_of[item]:
                for alternative in self.members[group]:
                    self.users[alternative].append((item, group))

    def waits(self, item: int) -> bool:
        """Neither done nor dropped: it starts when what it requires is there."""
        return not (self.is_done[item] or self.is_dropped[item])

    def waiting_counts(self) -> list[int]:
        """How many plain requirements and open groups an item waits for; NONE when dropped."""
        return [
            0
            if self.is_done[item]
            else NONE
            if self.is_dropped[item]
            else len(self.plain[item]) + len(self.groups_of[item])
            for item in range(len(self.remaining))
        ]
