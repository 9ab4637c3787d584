"""Rows as the files of a new input folder, checked before anything is written."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from depmap.imports.rows import Mapped, Row, guarded
from depmap.inputs.validate import Reading, reading_of
from depmap.inputs.writing.files import CannotWrite
from depmap.inputs.writing.yaml_cells import YamlCells
from depmap.portfolio.problem import Problems

PAGE, KEPT = "import.md", "import.json"
OF_THE_MAP = "map:"
PREREQUISITE = (
    "id", "name", "kind", "owner", "status", "lead_low_days", "lead_likely_days", "lead_high_days",
    "effort_days", "started_on", "done_on", "not_before", "lead_source", "notes", "ticket",
)  # fmt: skip
DEPENDENCY = ("item", "requires", "strength", "any_of")
OWNER = ("id", "name", "capacity_days_per_week")
# What an import wrote and a later one may write anew, where nobody changed it since.
FOLLOWED = ("name", "status", "owner", "sponsor", "started_on", "done_on", "not_before", "target")


@dataclass(frozen=True)
class Imported:
    """The last import from a tool: the file, the day it last brought anything new, how many tasks.

    Importing the same once more is no news, so that it changes no byte.
    """

    tool: str
    file: str
    on: date
    tasks: int


class DamagedRecord(Exception):
    """What import.json holds is not what an import writes."""


def last_imports(folder: Path) -> list[Imported]:
    """The last import from each tool, the newest first; none of a folder that nothing came into.

    Raises DamagedRecord for a record that somebody changed by hand.
    """
    try:
        found = json.loads((folder / KEPT).read_bytes()).get("sources", {})
        sources = [
            Imported(str(tool), str(one["file"]), date.fromisoformat(one["on"]), int(one["tasks"]))
            for tool, one in found.items()
        ]
    except OSError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedRecord(f"{KEPT} is damaged. Take it from an earlier version.") from error
    return sorted(sources, key=lambda one: one.on, reverse=True)


def known_imports(folder: Path) -> list[Imported]:
    """The last imports; none of a damaged record, which is written anew as its rows are."""
    try:
        return last_imports(folder)
    except DamagedRecord:
        return []


def files_of(mapped: Mapped, file: str, on: date) -> dict[str, bytes]:
    """The input files, and what a later import has to know, by name.

    file: the name of the source. on: the day of the import.
    """
    cells = YamlCells("")
    for row in mapped.tables["directions"]:
        cells.add((), 0, row)
    return {
        "directions.yaml": (cells.text() if mapped.tables["directions"] else "[]\n").encode(),
        "prerequisites.csv": csv_of(PREREQUISITE, mapped.tables["prerequisites"]),
        "dependencies.csv": csv_of(DEPENDENCY, mapped.tables["dependencies"]),
        "owners.csv": csv_of(OWNER, mapped.tables["owners"]),
        KEPT: record([imported(mapped, file, on)], recorded_rows(mapped), links_of(mapped)),
    }


def imported(mapped: Mapped, file: str, on: date) -> Imported:
    """An import as the record keeps it."""
    return Imported(mapped.tool, file, on, len(recorded_rows(mapped)))


def recorded_rows(mapped: Mapped) -> dict[str, Row]:
    """Id and followed values of every row, by what ties it to the source."""
    rows = [*mapped.tables["directions"], *mapped.tables["prerequisites"]]
    return {
        tie(row): {name: row[name] for name in ("id", *FOLLOWED) if row.get(name)} for row in rows
    }


def tie(row: Row) -> str:
    """Its ticket; of a row without one that the source calls as the map does, the id."""
    return row.get("ticket") or f"{OF_THE_MAP}{row['id']}"


def links_of(mapped: Mapped) -> list[tuple[str, str]]:
    """Every dependency by its ends."""
    return [(row["item"], row["requires"]) for row in mapped.tables["dependencies"]]


def record(
    sources: Iterable[Imported], rows: Mapping[str, Row], links: Iterable[tuple[str, str]]
) -> bytes:
    """The file of what was written, by ticket: a later import tells by it what people changed.

    A row a line, so that a diff shows what a later one changes.
    """
    told = {
        one.tool: {"file": one.file, "on": one.on.isoformat(), "tasks": one.tasks}
        for one in sources
    }
    came = ",\n".join(f"{json.dumps(tool)}: {json.dumps(one)}" for tool, one in told.items())
    lines = ",\n".join(f"{json.dumps(ticket)}: {json.dumps(row)}" for ticket, row in rows.items())
    ends = ",\n".join(json.dumps(list(link)) for link in sorted(set(links)))
    text = f'{{"sources": {{\n{came}\n}},\n"rows": {{\n{lines}\n}},\n"links": [\n{ends}\n]}}\n'
    return text.encode()


def record_bytes(folder: Path) -> bytes | None:
    """The file of what the last import wrote; None where there is none."""
    try:
        return (folder / KEPT).read_bytes()
    except OSError:
        return None


def last_record(folder: Path) -> Mapping[str, Any]:
    """What the last import wrote; nothing where there is no such file or it is damaged."""
    try:
        found = json.loads(record_bytes(folder) or b"{}")
    except ValueError:
        found = {}
    rows, links = (found.get("rows"), found.get("links")) if isinstance(found, dict) else ({}, [])
    return {
        "rows": {
            ticket: {str(name): str(value) for name, value in row.items()}
            for ticket, row in (rows.items() if isinstance(rows, dict) else ())
            if isinstance(row, dict)
        },
        "links": [link for link in (links if isinstance(links, list) else ())
                  if isinstance(link, list) and len(link) == 2],
    }  # fmt: skip


def checked(folder: Path, files: Mapping[str, bytes]) -> Reading:
    """The portfolio that the files will be; raises InvalidPortfolio."""
    return reading_of(folder, dict(files), Problems())


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a folder that is new or empty: all of them or none.

    Raises CannotWrite when there is something in it or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            fix = "Name a new folder, or add --update to bring it up to date."
            raise CannotWrite(f"{folder} is there and not empty. {fix}")
        folder.resolve().parent.mkdir(parents=True, exist_ok=True)
        whole = folder.resolve()
        beside = Path(tempfile.mkdtemp(prefix=f".{whole.name}.", dir=whole.parent))
        try:
            for name, data in files.items():
                (beside / name).write_bytes(data)
            beside.chmod(0o777 & ~_umask())
            if folder.exists():
                _fill(folder, beside, files)
            else:
                beside.rename(folder)
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(beside)
            raise
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CannotWrite(f"{folder} cannot be written ({why}). Nothing was written.") from error


def _fill(folder: Path, beside: Path, names: Iterable[str]) -> None:
    """Move files into an empty folder, which may be where somebody stands; all or none."""
    moved: list[Path] = []
    try:
        for name in names:
            (beside / name).rename(folder / name)
            moved.append(folder / name)
    except BaseException:
        for path in moved:
            path.unlink()
        raise
    beside.rmdir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def csv_of(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    """A CSV file of these columns."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(row.get(column, "")) for column in columns] for row in rows)
    return buffer.getvalue().encode()
