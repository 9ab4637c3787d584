"""The forms that answers are carried out in. One module a form, one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from depmap.exporters.extract import Extract
from depmap.exporters.forms import xlsx


@dataclass(frozen=True)
class Form:
    """What a form writes, and with which function.

    says: what comes of it, in a few words. write gives the bytes of one file, or the bytes of
    every file of a folder by its name. ending: what the name of a file ends with.
    """

    says: str
    write: Callable[[Extract], bytes | Mapping[str, bytes]]
    ending: str = ""


FORMS: Mapping[str, Form] = {
    "xlsx": Form("a workbook of the plan and what is behind it", xlsx.write, "xlsx"),
}
