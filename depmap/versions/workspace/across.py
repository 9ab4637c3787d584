"""What the portfolios of a workspace ask of each other, answered before any of them is built.

Who names an item of another portfolio is found first, then each portfolio that is named, or ring of
them, settles and samples these items alone. Builds can then run in any order. What nothing has
moved is taken over from the build before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from depmap.engine.options.across import Draws
from depmap.versions.workspace import lake
from depmap.versions.workspace.job import Workers, rules
from depmap.versions.workspace.read import Workspace
from depmap.versions.workspace.told.between import FORM, Between, Line, digest
from depmap.versions.workspace.told.rings import rings_in_order
from depmap.versions.workspace.told.tasks import (
    Look,
    Seen,
    Settle,
    answers_of,
    home_of,
    id_at_home,
    name_of,
)

# The sign between portfolio and item where no address begins with it, in any encoding.
_SIGN = re.compile(rb"(?<!:)(?<!:\0)/\0?/")


class Across:
    """What every portfolio of a workspace is told and asked, for one build.

    between: by portfolio. told: what the manifest keeps of the answers, by home. named: the items
    of others that each portfolio names, as far as that is known.
    """

    def __init__(
        self,
        workspace: Workspace,
        as_of: date,
        place: Path,
        before: Mapping[str, Any],
        earlier: Path | None,
        workers: Workers,
    ) -> None:
        self._members = {one.id: one for one in workspace.members}
        self._as_of, self._place, self._workers = as_of, place, workers
        self._before, self._earlier = before.get("answers", {}), earlier
        known = {name: tuple(one.get("named", ())) for name, one in before["portfolios"].items()}
        self._seen = self._look(known)
        self.told: dict[str, Any] = {}
        self.named = {
            name: known.get(name, ()) if self._is_broken(name) else seen.named
            for name, seen in self._seen.items()
        }
        self._asked: dict[str, set[str]] = {}
        for name, items in self.named.items():
            for item in items:
                self._asked.setdefault(item, set()).add(name)
        if self._asked:
            self._answer()
        self.between = {name: self._between(name) for name in self._members}

    # --- who names what ---------------------------------------------------------------------------

    def _look(self, known: Mapping[str, tuple[str, ...]]) -> dict[str, Seen]:
        """Those that may name others, and those that are named."""
        found: dict[str, Seen] = {}
        wanted = {
            name
            for name, member in self._members.items()
            if known.get(name) or _may_name_others(member.folder)
        }
        while wanted:
            tasks = [Look(self._members[name], tuple(self._members), rules())
                     for name in self._members if name in wanted]  # fmt: skip
            for seen in self._workers(tasks):
                found[seen.id] = seen
            named = {item for name in found for item in (*found[name].named, *known.get(name, ()))}
            wanted = {home_of(item) for item in named} & self._members.keys() - found.keys()
        return {name: found[name] for name in self._members if name in found}

    def _is_broken(self, name: str) -> bool:
        """Whether it cannot be read, or names an item that is nowhere."""
        seen = self._seen.get(name)
        if seen is None or seen.problem:
            return seen is not None
        return any(
            not (home := self._seen[home_of(item)]).problem and id_at_home(item) not in home.items
            for item in seen.named
        )

    # --- the answers ------------------------------------------------------------------------------

    def _answer(self) -> None:
        for name in self._seen:
            if self._is_broken(name):
                self._keep(name)
        whole = [name for name in self._seen if not self._is_broken(name)]
        names = {
            name: {home_of(item) for item in self.named[name]}.intersection(whole) for name in whole
        }
        draws = tuple(sorted({self._seen[name].draws for name in whole if self.named[name]}))
        for rings in rings_in_order(names):
            tasks = [task for ring in rings for task in self._settling(ring, draws)]
            missing = [task for task in tasks if not self._take_over(task)]
            for settled in self._workers(missing):
                for home, digests in settled.digests.items():
                    self.told[home] = {
                        "key": settled.key,
                        "as_of": str(self._as_of),
                        "form": FORM,
                        "digests": digests,
                    }

    def _settling(self, ring: tuple[str, ...], draws: tuple[Draws, ...]) -> Iterator[Settle]:
        """The task that answers what a ring is asked; none where it is asked nothing."""
        asked = {
            item: tuple(sorted(askers))
            for item, askers in sorted(self._asked.items())
            if home_of(item) in ring and id_at_home(item) in self._seen[home_of(item)].items
        }
        if not asked:
            return
        members = tuple((self._members[name], self._between(name, outside=ring)) for name in ring)
        parts = [(name, self._seen[name].version, between.key)
                 for name, (_, between) in zip(ring, members, strict=True)]  # fmt: skip
        inside = {item: set(ring).intersection(askers) for item, askers in asked.items()}
        said = [(item, sorted(askers)) for item, askers in inside.items()]
        key = digest(repr((rules(), self._as_of, parts, said, draws)))
        yield Settle(members, asked, draws, self._as_of, self._place, rules(), key)

    def _take_over(self, task: Settle) -> bool:
        """Takes the answers of the build before, where all that they are of is the same."""
        homes = {home_of(item) for item in task.asked}
        if any(self._before.get(home, {}).get("key") != task.key for home in homes):
            return False
        return all(self._keep(home) for home in homes)

    def _keep(self, home: str) -> bool:
        """Takes the last answers of a portfolio over, if there are any."""
        told = self._before.get(home)
        if self._earlier is None or told is None or told["form"] != FORM:
            return False
        with suppress(OSError):
            lake.link_file(answers_of(self._earlier, home), answers_of(self._place, home))
            self.told[home] = told
            return True
        return False

    # --- what each is told ------------------------------------------------------------------------

    def _between(self, name: str, outside: Collection[str] = ()) -> Between:
        named = self.named.get(name, ())
        items: dict[str, frozenset[str] | None] = dict.fromkeys(self._members)
        # Also where those that it names now are wrong, and others count.
        written = self._seen[name].named if name in self._seen else ()
        for home in {home_of(item) for item in (*named, *written)} & self._seen.keys():
            items[home] = None if self._seen[home].problem else self._seen[home].items
        lines = [self._line(name, item) for item in named if home_of(item) not in outside]
        asked = [] if outside else [id_at_home(item) for item in self._asked
                                    if home_of(item) == name]  # fmt: skip
        return Between(items, tuple(lines), tuple(sorted(asked)))

    def _line(self, asker: str, item: str) -> Line:
        home, draws = home_of(item), self._seen[asker].draws
        title = self._members[home].title if home in self._members else home
        told = self.told.get(home, {"digests": {}, "as_of": str(self._as_of)})
        day, is_stale = date.fromisoformat(told["as_of"]), self._is_broken(home)
        for who in (asker, ""):
            if found := told["digests"].get(name_of(item, who, *draws)):
                place = answers_of(self._place, home)
                return Line(item, place, who, title, day, is_stale, found)
        return Line(item, None, "", title, day, is_stale, "")


def _may_name_others(folder: Path) -> bool:
    """Whether some file holds the sign that stands between a portfolio and its item."""
    with suppress(OSError):
        return any(map(_holds_the_sign, folder.iterdir()))
    return False


def _holds_the_sign(path: Path) -> bool:
    match path.suffix.lower():
        case ".xlsx" | ".ods":
            return True  # only who opens it knows
        case ".csv" | ".yaml" | ".yml":
            return path.is_file() and bool(_SIGN.search(path.read_bytes()))
    return False
