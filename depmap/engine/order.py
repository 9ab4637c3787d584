"""The order in which the files of `sql/` and the Python steps run, from the names they mention.

`sql/<folder>/<relation>.sql` creates one relation and is named after it: in the schema report
where the folder is report, in calc everywhere else. A file runs after all that creates or fills
what it mentions, so nobody keeps a list and a new file needs no number.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Protocol, TypeVar

_PACKAGE = Path(__file__).resolve().parents[1]
# Installed from a wheel it lies inside the package, in a checkout beside it.
SQL_FOLDER = next(
    folder for folder in (_PACKAGE / "sql", _PACKAGE.parent / "sql") if folder.is_dir()
)

# A folder reads itself and those that stand before it; those in one set do not know each other.
FOLDERS: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        (
            ("themes",),
            ("base",),
            ("route",),
            ("dates",),
            ("value",),
            ("owners", "decisions"),
            ("capacity",),
            ("ways_out",),
            ("findings",),
            ("report",),
        ),
    )
)
# Rooms that read several databases of answers and are no part of a build; each has its own schema.
APART = frozenset({"moves", "lake"})
_RANK = {folder: rank for rank, folders in enumerate(FOLDERS) for folder in folders}
_MENTIONED = re.compile(r"\b(?:calc|report)\.\w+")
_WITHOUT_WORDS = re.compile(r"--[^\n]*")


class FillsAndReads(Protocol):
    """What the order has to know of a Python step."""

    @property
    def name(self) -> str: ...
    @property
    def reads(self) -> Iterable[str]: ...
    @property
    def fills(self) -> Iterable[str]: ...
    def only(self: Step, tables: Container[str]) -> Step: ...


Step = TypeVar("Step", bound=FillsAndReads)


@dataclass(frozen=True)
class SqlFile:
    """One file of `sql/`: its folder, the relation it creates, the relations it mentions.

    comments: the statements at its end that say what columns mean.
    """

    folder: str
    relation: str
    mentions: frozenset[str]
    text: str
    comments: str = ""


class OrderProblem(Exception):
    """The files cannot be ordered, or one reads what stands above it; the message names them."""


@cache
def sql_files(folder: Path) -> tuple[SqlFile, ...]:
    """Every file of a build below `folder`, by name. Comments do not count as mentions."""
    paths = sorted(folder.glob("*/*.sql"))
    return tuple(_read(path) for path in paths if path.parent.name not in APART)


def room(name: str) -> list[str]:
    """The texts of one of the rooms APART, each after those that make what it mentions."""
    own = re.compile(rf"\b{name}\.\w+")
    paths = sorted((SQL_FOLDER / name).glob("*.sql"))
    files = {file.relation: file for file in (_read(path, own) for path in paths)}
    before = {relation: set(file.mentions & files.keys()) for relation, file in files.items()}
    return [files[relation].text + files[relation].comments for relation in _sorted(before)]


def _read(path: Path, mentioned: re.Pattern[str] = _MENTIONED) -> SqlFile:
    schema = path.parent.name if path.parent.name in ("report", *APART) else "calc"
    relation = f"{schema}.{path.stem}"
    text, comment_on, rest = path.read_text(encoding="utf-8").partition("\ncomment on ")
    mentions = frozenset(mentioned.findall(_WITHOUT_WORDS.sub("", text)))
    return SqlFile(path.parent.name, relation, mentions - {relation}, text, comment_on + rest)


def made_of(files: Iterable[SqlFile], wanted: Iterable[str]) -> list[SqlFile]:
    """The files that create the wanted relations and all that these mention, in order.

    Raises KeyError for a relation that no file creates.
    """
    nobody: list[FillsAndReads] = []
    return [part for part in parts_of(files, nobody, wanted) if isinstance(part, SqlFile)]


def parts_of(
    files: Iterable[SqlFile], steps: Iterable[Step], wanted: Iterable[str]
) -> list[SqlFile | Step]:
    """The files and steps that the wanted relations are made of, in order.

    A step stays when something that it fills is read, and then fills only such tables.
    Raises KeyError for a relation that no file creates.
    """
    by_relation = {file.relation: file for file in files}
    filled_by = {table: step for step in steps for table in step.fills}
    found: dict[str, SqlFile] = {}
    asked: dict[str, Step] = {}
    relations = list(wanted)
    while relations:
        relation = relations.pop()
        if relation in found:
            continue
        found[relation] = by_relation[relation]
        relations += found[relation].mentions
        if step := filled_by.get(relation):
            asked[step.name] = step
            relations += step.reads
    return in_order(found.values(), [step.only(found) for step in asked.values()])


def in_order(files: Iterable[SqlFile], steps: Iterable[Step]) -> list[SqlFile | Step]:
    """Files and steps so that each comes after what it reads; ties by relation or step name.

    A step creates nothing: it fills tables that its files create, and comes before all other
    readers of them. Raises OrderProblem for a mention that nothing creates, for a circle, and for
    a file that reads a folder which does not stand before its own.
    """
    nodes: dict[str, SqlFile | Step] = {file.relation: file for file in files}
    before: dict[str, set[str]] = {}
    filled_by: dict[str, str] = {}
    for file in files:
        _check_mentions(file, nodes)
        before[file.relation] = set(file.mentions)
    for step in steps:
        before[step.name] = {*step.reads, *step.fills}
        if unknown := before[step.name] - nodes.keys():
            raise OrderProblem(f"{step.name} names {min(unknown)}, which no file creates")
        filled_by |= dict.fromkeys(step.fills, step.name)
    nodes |= {step.name: step for step in steps}
    for name, needed in before.items():
        needed |= {filled_by[table] for table in needed & filled_by.keys()} - {name}
    return [nodes[name] for name in _sorted(before)]


def _check_mentions(file: SqlFile, known: Mapping[str, object]) -> None:
    if file.folder not in _RANK:
        raise OrderProblem(f"{file.relation} stands in {file.folder}/, which has no place in order")
    for mention in sorted(file.mentions):
        other = known.get(mention)
        if not isinstance(other, SqlFile):
            raise OrderProblem(f"{file.relation} reads {mention}, which no file creates")
        rank, others_rank = _RANK[file.folder], _RANK.get(other.folder, -1)
        if other.folder != file.folder and others_rank >= rank:
            raise OrderProblem(
                f"{file.folder}/ does not read {other.folder}/: {file.relation} mentions {mention}"
            )


def _sorted(before: Mapping[str, set[str]]) -> list[str]:
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError as error:
        raise OrderProblem(f"they wait for each other: {' → '.join(error.args[1])}") from None
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return order
