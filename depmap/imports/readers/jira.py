"""Jira's CSV export: issues, with epics as directions and links of the type Blocks.

Facts: Atlassian, "Export issues" and "Importing data from CSV". A header repeats for every further
value (Labels, links); `Outward issue link (Blocks)` names what the issue blocks, `Inward issue link
(Blocks)` what blocks it; `Parent` holds a key or an issue id; estimates are seconds. A file of ours
for Jira's import has no keys yet: its own numbers stand in `Issue ID`, and a label names the row.
"""

from __future__ import annotations

from depmap.imports.found import DONE, IN_PROGRESS, NOT_NEEDED, Found, Link, Options, Reader, Task
from depmap.imports.labels import id_in
from depmap.imports.values import SECONDS_OF_A_DAY, TableRow, day, days_between, status, table
from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import Problems, quoted

MOST_OF_ONE_EXPORT = 1000
# English first, then German, as Jira writes headers in the language of who exports.
KEY = ("Issue key", "Key", "Vorgangsschlüssel", "Schlüssel")
NAME = ("Summary", "Zusammenfassung")
# As we write it, and in lists of issues that were exported.
NUMBER = "Issue ID"
_ID = ("Issue id", "Vorgangs-ID")
_TYPE = ("Issue Type", "Vorgangstyp")
_STATUS = ("Status",)
_CATEGORY = ("Status Category", "Statuskategorie")
_RESOLUTION = ("Resolution", "Lösung")
_OWNER = ("Assignee", "Zugewiesene Person", "Bearbeiter")
# The field that our own export asks to be made for roles, which are no accounts.
_ROLE = ("Owner", "Custom field (Owner)", "Benutzerdefinierte Felder (Owner)")
_LABELS = ("Labels", "Stichwörter")
_DUE = ("Due date", "Due Date", "Fälligkeitsdatum", "Fällig")
_START = ("Start date", "Custom field (Start date)", "Startdatum")
_RESOLVED = ("Resolved", "Erledigt")
_PARENT = ("Parent", "Parent key", "Parent id", "Custom field (Epic Link)", "Epic Link",
           "Übergeordnet", "Übergeordnete Vorgangs-ID")  # fmt: skip
_ESTIMATE = ("Original estimate", "Original Estimate", "Ursprüngliche Schätzung")
_INWARD = ("Inward issue link ({})", "Eingehende Vorgangsverknüpfung ({})")
_OUTWARD = ("Outward issue link ({})", "Ausgehende Vorgangsverknüpfung ({})")
_CANCELLED = ("won't_do", "wont_do", "won't_fix", "duplicate", "cannot_reproduce", "declined",
              "obsolete", "invalid", "rejected", "nicht_umsetzen", "duplikat")  # fmt: skip
_CATEGORIES = {"done": DONE, "fertig": DONE, "in_arbeit": IN_PROGRESS}


def looks_like(name: str, head: bytes) -> bool:
    """Whether the header names issue keys, or the numbers of issues that are to be created."""
    first = head.decode("utf-8", "replace").partition("\n")[0]
    return name.endswith((".csv", ".txt")) and any(word in first for word in (*KEY[::2], NUMBER))


def read(file: str, data: bytes, options: Options, problems: Problems) -> Found:
    """Issues and their links; raises InvalidPortfolio."""
    found = Found()
    rows = list(table(file, data, problems, (*KEY, *_ID), NAME))
    key_of_id = {row.get(*_ID): _key(row) for row in rows if row.get(*_ID)}
    for row in rows:
        if not _key(row):
            found.left_out(row.line, "The row has no issue key.")
            continue
        found.tasks.append(_task(row, key_of_id, found))
        _links(row, options, found)
    if rows and not found.tasks:
        fix = "Export it with this column, and Jira's language set to English."
        problems.add(file, 1, "", "no row has an issue key", f"a column {quoted(KEY[0])}", fix)
        problems.raise_if_any()
    if len(rows) == MOST_OF_ONE_EXPORT:
        found.guessed(0, "Exactly 1,000 issues: Jira cuts exports there, so some may be missing.")
    return found


def _key(row: TableRow) -> str:
    """Its key; of an issue that is to be created the number, where a label of ours says so."""
    return row.get(*KEY) or (row.get(*_ID) if id_in(_labels(row)) else "")


def _labels(row: TableRow) -> tuple[str, ...]:
    return tuple(row.all(*_LABELS))


def _task(row: TableRow, key_of_id: dict[str, str], found: Found) -> Task:
    key, line = _key(row), row.line
    started = day(row.get(*_START), found, line, "start date")
    due = day(row.get(*_DUE), found, line, "due date")
    state = _state(row, found)
    seconds = row.get(*_ESTIMATE)
    effort = float(seconds) / SECONDS_OF_A_DAY if seconds.isdecimal() else None
    if seconds and effort is None:
        found.left_out(line, f"The estimate “{seconds}” is no number of seconds.")
    parent = row.get(*_PARENT)
    begun = state in (IN_PROGRESS, DONE)
    return Task(
        key=key,
        name=row.get(*NAME) or key,
        line=line,
        status=state,
        is_direction=fold_word(row.get(*_TYPE)) in ("epic", "initiative"),
        parent=key_of_id.get(parent, parent),
        owner=row.get(*_OWNER) or row.get(*_ROLE),
        likely_days=days_between(started, due),
        effort_days=effort,
        started_on=started if begun else None,
        done_on=day(row.get(*_RESOLVED), found, line, "day it was resolved")
        if state == DONE
        else None,
        not_before=None if begun else started,
        due=due,
        ticket=row.get(*KEY) or None,
        labels=_labels(row),
    )


def _state(row: TableRow, found: Found) -> str:
    """What was closed as a duplicate is not done: nothing waits for it any more."""
    if fold_word(row.get(*_RESOLUTION)).replace("’", "'") in _CANCELLED:
        return NOT_NEEDED
    category = fold_word(row.get(*_CATEGORY))
    if category:
        own = status(row.get(*_STATUS), Found(), row.line)
        if own == NOT_NEEDED:
            return own
        return _CATEGORIES.get(category) or status(row.get(*_CATEGORY), found, row.line)
    return status(row.get(*_STATUS), found, row.line)


def _links(row: TableRow, options: Options, found: Found) -> None:
    key = _key(row)
    for kind in options.link_types:
        for other in row.all(*(name.format(kind) for name in _INWARD)):
            found.links.append(Link(key, other, row.line))
        for other in row.all(*(name.format(kind) for name in _OUTWARD)):
            found.links.append(Link(other, key, row.line))


READER = Reader("jira", "Jira CSV", looks_like, read, has_keys=True)
