"""A folder brought up to date from a source: cells that nobody changed since, and what is new.

Three states are compared: what the source says now, what the last import wrote (import.json), and
what stands in the files. What people changed stays and is said; nothing is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from depmap.imports.folder import (
    FOLLOWED,
    KEPT,
    OF_THE_MAP,
    OWNER,
    Imported,
    csv_of,
    imported,
    known_imports,
    last_record,
    links_of,
    record,
    record_bytes,
    recorded_rows,
)
from depmap.imports.found import DONE, NOT_NEEDED, Found, Options, Reader, Remark, canonical
from depmap.imports.labels import decision_label, label
from depmap.imports.registry import found_in
from depmap.imports.rows import Known, Row, guarded, rows_of, ticket_of
from depmap.inputs.reader import read_folder
from depmap.inputs.validate import Reading, reading_of
from depmap.inputs.writing.files import CannotWrite, Edits
from depmap.inputs.writing.folder import Cells
from depmap.portfolio.draft import typed_text
from depmap.portfolio.looks import fold
from depmap.portfolio.problem import InvalidPortfolio, Problems, located, quoted
from depmap.portfolio.schema import TABLES

ITEMS = ("directions", "prerequisites")
LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days", "effort_days", "lead_source")
_TABLES = {table.name: table for table in TABLES}
# Without a record of what an import wrote: what people settled by hand, and what they called it.
_SETTLED = (DONE, NOT_NEEDED, "dropped", "delivered")
_CURATED = ("name", "owner", "sponsor")


@dataclass
class Update:
    """The edits, and what to say: cells kept because somebody changed them, rows and links that the
    source has no longer, links that somebody took away; each a sentence. remarks: what was guessed
    and left out in reading the source.
    """

    edits: Edits
    remarks: tuple[Remark, ...] = ()
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: int = 0
    added: int = 0


@dataclass(frozen=True)
class _Place:
    table: str
    row: int
    id: str


def update(
    folder: Path,
    source: Path,
    word: str = "",
    options: Options | None = None,
    on: date | None = None,
) -> Update:
    """What a source changes in the files of a folder; nothing is written yet.

    Rows are found by their ticket, else by the label depmap-ID of our own exports. Status, dates,
    owner and name follow the source where the last import wrote them; rows and links that are new
    are added, none is removed. on: the day of the import, else today.
    Raises InvalidPortfolio for a source or folder with problems and for tickets that two rows have,
    CannotWrite when the files would not load any more.
    """
    problems = Problems()
    contents = read_folder(folder, problems)
    reading = reading_of(folder, contents, problems)
    reader, found = found_in(source, word, options)
    work = _Work(reading, reader, found, last_record(folder))
    files = work.files(contents)
    files[KEPT] = work.record(source.name, on or date.today(), known_imports(folder))
    try:
        reading_of(folder, {**contents, **files}, Problems())
    except InvalidPortfolio as error:
        raise CannotWrite(f"The files would not load any more. {error}") from error
    before: dict[str, bytes | None] = {**contents, KEPT: record_bytes(folder)}
    edits = {name: (before.get(name), data) for name, data in files.items()
             if data != before.get(name)}  # fmt: skip
    return replace(work.update, edits=Edits(folder, edits))


class _Work:
    """One update in the making."""

    def __init__(
        self, reading: Reading, reader: Reader, found: Found, last: Mapping[str, Any]
    ) -> None:
        self.update = Update(Edits(Path(), {}))
        self._tables = reading.portfolio.tables
        self._cells = Cells(reading)
        self._reader = reader
        self._places = self._by_ticket()
        self._ids = {place.id: place for place in self._all()}
        self._last_rows: Mapping[str, Row] = {
            canonical(ticket, reader): row for ticket, row in last.get("rows", {}).items()
        }
        self._last_links = {(str(a), str(b)) for a, b in last.get("links", ())}
        self._kept_rows: Mapping[str, Row] = last.get("rows", {})
        self._implied: set[tuple[str, str]] = set()
        found, known = self._known(found)
        self._mapped = rows_of(found, reader, known)
        self.update.remarks = self._mapped.remarks

    def files(self, contents: Mapping[str, bytes | None]) -> dict[str, bytes]:
        """The input files that differ or may."""
        owners = self._mapped.tables["owners"]
        for table in ITEMS:
            for row in self._mapped.tables[table]:
                place = self._ids.get(row["id"])
                if place is None:
                    self._add(table, row)
                else:
                    self._follow(place, row)
        self._links()
        rows = self._cells.rows("owners")
        for owner in owners if not rows.is_absent else ():
            self._cells.add(_TABLES["owners"], {"id": owner["id"], "name": guarded(owner["name"])})
        files = self._cells.contents()
        if owners and rows.is_absent:
            files["owners.csv"] = csv_of(OWNER, owners)
        self._gone_rows()
        return files

    def _by_ticket(self) -> dict[str, _Place]:
        """The rows of the folder by ticket; two of one ticket are a problem."""
        problems = Problems()
        places: dict[str, _Place] = {}
        for place in self._all():
            columns = self._tables[place.table].columns
            ticket = columns["ticket"][place.row]
            if not isinstance(ticket, str):
                continue
            first = places.setdefault(canonical(ticket, self._reader), place)
            if first is not place:
                file = str(columns["source_file"][place.row])
                line = int(str(columns["source_line"][place.row]))
                other = self._tables[first.table].columns
                where = located(
                    str(other["source_file"][first.row]), int(str(other["source_line"][first.row]))
                )
                said, expected = f"the ticket {quoted(ticket)} stands here again", "each once"
                problems.add(file, line, "ticket", said, f"{expected}; see {where}", "Correct one.")
        problems.raise_if_any()
        return places

    def _all(self) -> Iterator[_Place]:
        for table in ITEMS:
            for row, id in enumerate(self._tables[table].columns["id"]):
                yield _Place(table, row, str(id))

    def _known(self, found: Found) -> tuple[Found, Known]:
        """The tasks that rows of the folder stand for, in the table where these stand."""
        ids: dict[str, str] = {}
        by_label = {label(id): place for id, place in self._ids.items()}
        decided = self._decided(found)
        taken_here: set[str] = set()
        tasks = []
        for task in found.tasks:
            if task.key in decided:
                continue
            place = self._places.get(canonical(ticket_of(task, self._reader), self._reader))
            if place is None:
                place = next((by_label[one] for one in task.labels if one in by_label), None)
            place = place or self._ids.get(task.id)
            if place is not None and place.id not in taken_here:
                ids[task.key] = place.id
                taken_here.add(place.id)
                task = replace(task, is_direction=place.table == "directions")
            tasks.append(task)
        links = [one for one in found.links if decided.isdisjoint((one.item, one.requires))]
        owners = self._tables["owners"].columns
        known = {
            fold(str(called)): str(id)
            for column in ("name", "id")
            for called, id in zip(owners[column], owners["id"], strict=True)
        }
        taken = frozenset(self._ids)
        return replace(found, tasks=tasks, links=links), Known(ids, taken, known)

    def _decided(self, found: Found) -> set[str]:
        """The keys of tasks that are decisions of the map; these get their tickets."""
        columns = self._tables["decisions"].columns
        rows: dict[str, int] = {}
        for row, (id, ticket) in enumerate(zip(columns["id"], columns["ticket"], strict=True)):
            rows[decision_label(str(id))] = row
            if ticket is not None:
                rows[canonical(str(ticket), self._reader)] = row
        decided: set[str] = set()
        for task in found.tasks:
            ticket = ticket_of(task, self._reader)
            ties = (canonical(ticket, self._reader), *task.labels)
            row = next((rows[tie] for tie in ties if tie in rows), -1)
            # A decision and the item that it is may have one ticket, which follows the item.
            if row < 0 or ties[0] in self._places:
                continue
            decided.add(task.key)
            name = columns["id"][row]
            found.left_out(task.line, f"{task.key} is the decision {name}: settle it on the map.")
            if ticket and columns["ticket"][row] is None:
                self._cells.put("decisions", row, "ticket", ticket)
                self.update.changed += 1
        return decided

    def _follow(self, place: _Place, row: Row) -> None:
        """Write what the source changed since the last import, where nobody else did."""
        last = self._last(row.get("ticket", ""), place.id)
        columns = self._tables[place.table].columns
        changed = False
        for name in FOLLOWED:
            new = row.get(name, "")
            if not new or name not in columns:
                continue
            old = typed_text(columns[name][place.row])
            if new == old or not self._may_write(place, name, old, new, last):
                continue
            value = guarded(new) if name == "name" and place.table == "prerequisites" else new
            self._cells.put(place.table, place.row, name, value)
            changed = True
            if name == "status" and place.table == "prerequisites" and new not in _SETTLED:
                self._open_again(place, row)
        if columns["ticket"][place.row] is None and row.get("ticket"):
            self._cells.put(place.table, place.row, "ticket", row["ticket"])
            changed = True
        self.update.changed += changed

    def _last(self, ticket: str, id: str) -> Row | None:
        """What the last import wrote of a row, which had no ticket then or has this one."""
        ties = (ticket, f"{OF_THE_MAP}{id}")
        found = (self._last_rows.get(canonical(one, self._reader)) for one in ties if one)
        return next((row for row in found if row is not None), None)

    def _may_write(self, place: _Place, name: str, old: str, new: str, last: Row | None) -> bool:
        if last is None:
            # Nobody knows who wrote it: names and owners are people's, and so is an end.
            is_theirs = old and (name in _CURATED or (name == "status" and old in _SETTLED))
            if is_theirs:
                self._keep(place, name, old, new)
            return not is_theirs
        if old == last.get(name, "") or not old:
            return True
        if new != last.get(name, ""):
            self._keep(place, name, old, new)
        return False

    def _keep(self, place: _Place, name: str, old: str, new: str) -> None:
        text = f"{place.id}, {name}: stays {quoted(old)}; the source says {quoted(new)}."
        self.update.kept.append(text)

    def _open_again(self, place: _Place, row: Row) -> None:
        """What was over needed no leads; open, it does."""
        rows = self._cells.rows(place.table)
        if not rows.is_written(place.row, "lead_likely_days"):
            for name in LEADS:
                if row.get(name):
                    self._cells.put(place.table, place.row, name, row[name])

    def _add(self, table: str, row: Row) -> None:
        texts = {
            name: guarded(value) if table == "prerequisites" else value
            for name, value in row.items()
            if value
        }
        self._cells.add(_TABLES[table], texts)
        self.update.added += 1

    def _links(self) -> None:
        columns = self._tables["dependencies"].columns
        there = {
            (str(item), str(requires))
            for item, requires in zip(columns["item"], columns["requires"], strict=True)
        }
        now = set(links_of(self._mapped))
        self._implied = self._implied_by(there)
        for row in self._mapped.tables["dependencies"]:
            link = (row["item"], row["requires"])
            if link in there or link in self._implied:
                continue
            if link in self._last_links:
                text = f"{link[0]} requires {link[1]}: stays away, as somebody took it out."
                self.update.kept.append(text)
                continue
            self._cells.add(_TABLES["dependencies"], {n: v for n, v in row.items() if v})
            self.update.added += 1
        for item, requires in sorted(self._last_links & there - now):
            self.update.gone.append(f"{item} requires {requires}: the source has it no longer.")

    def _implied_by(self, there: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Parts of items of the map that these wait for already, through others.

        A tracker has one parent for each issue: that of the map's way from one to the other.
        """
        graph = nx.DiGraph(there)
        parts = self._mapped.parts - there
        reached = {item: nx.descendants(graph, item) for item, _ in parts if item in graph}
        return {part for part in parts if part[1] in reached.get(part[0], ())}

    def _gone_rows(self) -> None:
        now = self._now()
        for place in self._all():
            ticket = self._tables[place.table].columns["ticket"][place.row]
            if place.id not in now and self._last(str(ticket or ""), place.id) is not None:
                self.update.gone.append(f"{place.id}: the source has it no longer.")

    def _now(self) -> set[str]:
        """The ids of all that the source has."""
        return {row["id"] for table in ITEMS for row in self._mapped.tables[table]}

    def record(self, file: str, on: date, before: Sequence[Imported]) -> bytes:
        """What the source says now, beside what it said of rows that it has no longer.

        file and on: name of the source and day of this import. before: the last of each tool.
        """
        rows, now = recorded_rows(self._mapped), self._now()
        old = {tie: row for tie, row in self._kept_rows.items()
               if tie not in rows and row.get("id") not in now}  # fmt: skip
        links = self._last_links | (set(links_of(self._mapped)) - self._implied)
        known = {one.tool: one for one in before}
        new = imported(self._mapped, file, on)
        last = known.get(new.tool)
        is_same = rows | old == self._kept_rows and links == self._last_links
        known[new.tool] = last if last and is_same and last.tasks == new.tasks else new
        return record(known.values(), rows | old, links)
