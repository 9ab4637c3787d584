"""Fixed words in another look, yes and no as boxes are ticked, and words for nobody."""

from __future__ import annotations

import re

from depmap.portfolio.convert import Unfit
from depmap.portfolio.expected import expected
from depmap.portfolio.looks import fold, fold_word
from depmap.portfolio.problem import quoted
from depmap.portfolio.table import Column

NOBODY = frozenset(
    (
        *("tbd", "tbc", "tba", "n/a", "none", "unassigned", "nobody", "unknown"),
        *("-", "--", "\u2013", "\u2014", "?", "??"),
    )
)
_YES = frozenset(("yes", "true", "y", "1", "on"))
_NO = frozenset(("no", "false", "n", "0", "off"))
# A sheet ticks what is true and leaves the rest empty: beside an empty cell a tick is a doubt.
_TICKS = frozenset(("x", "\u2713", "\u2714", "\u2611"))
_ERROR = re.compile(
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|ERROR!)|#{3,}", re.IGNORECASE
)
_EATEN_ID = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{2,}|[0-9]{1,2}-[A-Z][a-z]{2}", re.ASCII)


def is_nobody(text: str) -> bool:
    """Whether a text says that nobody or nothing is known yet."""
    return fold(text) in NOBODY


def refuse_error(text: str, what: str) -> None:
    """Raises Unfit for what a spreadsheet writes where it could not compute or show a value."""
    if _ERROR.fullmatch(text):
        fix = "Put the value itself there; #### means that the column was too narrow when copied."
        raise Unfit(f"{quoted(text)} is an error of a spreadsheet", what, fix)


def is_eaten(text: str) -> bool:
    """Whether an id looks like what Excel makes of 100000 or 1-2."""
    return _EATEN_ID.fullmatch(text) is not None


def plain_choice(text: str, column: Column) -> str:
    """The allowed word that is equal but for its look, else the text."""
    look = fold_word(text)
    fits = [word for word in column.allowed if fold_word(word) == look]
    return fits[0] if len(fits) == 1 else text


def plain_yes_or_no(text: str, column: Column, beside_empty: bool) -> str:
    """yes or no, else the text. Raises Unfit for a tick beside cells whose emptiness means yes."""
    look = fold(text)
    if look in _YES:
        return "yes"
    if look in _NO:
        return "no"
    if look in _TICKS:
        if beside_empty and column.default:
            fix = "Write no into the empty cells, or yes into these."
            found = f"{quoted(text)} ticks some rows, and empty means yes here"
            raise Unfit(found, expected(column), fix)
        return "yes"
    return text
