"""A valid portfolio: typed rows by table, as the engine takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from depmap.portfolio.problem import Note
from depmap.portfolio.table import Value


@dataclass(frozen=True)
class Rows:
    """One table, column-wise: equally long lists of values in the order of the file.

    Beside the columns of the schema: source_file ("<folder>/<name>") and source_line (physical
    line from 1; 0 for the defaults of a settings file that is not there).
    """

    columns: Mapping[str, list[Value]]

    def __len__(self) -> int:
        return len(self.columns["source_line"])


@dataclass(frozen=True)
class Portfolio:
    """A valid portfolio: every table of the schema by name, maybe without rows.

    folder is the path it was read from; version is a digest of the bytes read. notes
    say what was read otherwise than it is written.
    """

    folder: str
    tables: Mapping[str, Rows]
    version: str
    notes: tuple[Note, ...] = ()
