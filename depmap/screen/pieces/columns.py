"""The columns that several tables share, so that the same thing looks the same everywhere.

Cells read rows of report.items or of the plan rows of parts/plan/table.py.
"""

from __future__ import annotations

from dataclasses import replace

from depmap.answers.rows import Row, is_missing
from depmap.portfolio.problem import located
from depmap.screen.pieces import markup, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view
from depmap.words import capacity, formats
from depmap.words import item as words

MOST_WAITING = 2


def _what(row: Row) -> str:
    return markup.item_link(row["item_id"], row["name"])


def _what_short(row: Row) -> str:
    full = text(row["name"])
    return f'<span title="{full}">{markup.item_link(row["item_id"], row["chart_name"])}</span>'


def _who(row: Row) -> str:
    return markup.owner(row["owner_id"], row["owner"])


def start_by(row: Row) -> str:
    """When to start; an advisory day is grey and says so."""
    if not is_missing(row["safe_start_by"]):
        when = words.start(row)
        return _start(when.head, when.note or when.was)
    if not is_missing(row["advisory_start_by"]):
        return muted(f"{formats.day(row['advisory_start_by'])} advisory")
    return muted(formats.NO_DATE)


def start_and_last(row: Row) -> str:
    """When to start, and under it the last day without any reserve, or the days late."""
    if is_missing(row["safe_start_by"]):
        return start_by(row)
    when = words.start(row)
    if row["is_late"]:
        late = formats.count(row["days_late"], "day")
        return _start(when.head, when.note) + tag("small", "dm-late", text(f"■ {late} late"))
    if row["status"] == "in_progress":
        return _start(when.head, when.note)
    return _start(when.head, when.note, f"last day {formats.day(row['start_by'])}")


def start_in(row: Row) -> str:
    """When to start, and under it how far away that day is, or what it was."""
    if is_missing(row["safe_start_by"]):
        return start_by(row)
    when = words.start(row)
    left = (row["safe_start_by"].date() - view.current().shared.as_of).days
    return _start(when.head, when.note or when.was or formats.days_from_now(left))


def sign(row: Row) -> str:
    """Blocked, late or at risk, with its sign, after the words of a list; empty when it is not."""
    if not row["is_open"]:
        return ""
    if row["is_blocked"]:
        return tag("span", "dm-late-text", "✕ blocked")
    if row["is_late"]:
        late = formats.count(row["days_late"], "day")
        return tag("span", "dm-late-text", text(f"■ {late} late"))
    return tag("span", "dm-risk-text", "▲ at risk") if row["is_at_risk"] else ""


def start_in_a_line(row: Row) -> str:
    """When to start on one line: a day, now, or from when it can."""
    if is_missing(row["safe_start_by"]):
        return start_by(row)
    when = words.start(row)
    return _start(when.note or when.head)


def _with_days(row: Row) -> str:
    """When owners can give an item their days, when it is there then, and why not earlier."""
    kept = view.current().kept
    found = kept.schedule.get(row["item_id"])
    if found is None:
        return muted("on no route")
    if is_missing(found["capacity_finish"]):
        return muted(formats.NO_DATE)
    late = capacity.late(found)
    because = capacity.because(found, kept) if found["waits_because"] != "nothing" else ()
    return (
        text(capacity.span(found))
        + (tag("small", "dm-late", text(f"■ {late}")) if late else "")
        + (tag("small", "dm-wrapped dm-said", ui.inline(because)) if because else "")
    )


def _start(head: str, *notes: str) -> str:
    small = (tag("small", "", text(note)) for note in notes if note)
    return tag("span", "dm-date", text(head)) + "".join(small)


def _waits_for(row: Row) -> str:
    names = view.current().shared.names
    waiting = list(row["waits_for"])
    if not waiting:
        return muted("Nothing")
    listed = ", ".join(text(names.short(item)) for item in waiting[:MOST_WAITING])
    rest = len(waiting) - MOST_WAITING
    return listed + (muted(f" +{rest}") if rest > 0 else "")


def opens(row: Row) -> str:
    """The direction whose date it holds and how many more it opens: "Production launch +8"."""
    directions = list(row["directions"])
    if not directions:
        return muted("Nothing")
    first = row["safe_binding_direction"] or directions[0]
    rest = len(directions) - 1
    return text(view.current().shared.names.short(first)) + (muted(f" +{rest}") if rest else "")


def _opens_count(row: Row) -> str:
    held = row["direction_count"]
    return text(formats.count(held, "direction")) if held else muted("Nothing")


def opens_first(row: Row) -> str:
    """How many directions it opens, and below it the one whose date it holds."""
    first = row["safe_binding_direction"] or next(iter(row["directions"]), "")
    if not first:
        return muted("Nothing")
    below = tag("small", "", text(f"first: {view.current().shared.names.short(first)}"))
    return text(formats.count(row["direction_count"], "direction")) + below


def _theme(row: Row) -> str:
    return markup.theme_pill(row["theme_id"], row["theme"])


def _action(row: Row) -> str:
    return markup.action_badge(row["action"])


def _unlock(row: Row) -> str:
    if row["unlock_score"] == 0:
        return muted("on no route")
    best = view.current().shared.best_score
    return markup.bar(row["unlock_score"] / best, formats.points(row["unlock_score"]))


def unlock() -> Column:
    """The unlock score as a bar; its head says of how many points."""
    total = formats.total_points(view.current().shared.total_points)
    return Column(f"Unlock, of {total}", _unlock, "unlock_score", "hide", "9rem")


def _lead(row: Row) -> str:
    low, likely, high = row["lead_low_days"], row["lead_likely_days"], row["lead_high_days"]
    spread = "" if low == high else tag("small", "", text(f"{low} to {high}"))
    return text(formats.count(likely, "day")) + spread


def _effort(row: Row) -> str:
    return text(f"{row['effort_days']:g}")


def line_of(row: Row) -> str:
    """Where in the input files the row comes from: "prerequisites.csv, line 28"."""
    return text(located(row["source_file"], row["source_line"], ", "))


NUMBER = Column(
    "#", lambda row: text(row["sequence_number"]), "sequence_number", "hide", "3rem", True
)
WHAT = Column("What", _what, "name", "title", "20%")
WHAT_SHORT = replace(WHAT, cell=_what_short)
WHO = Column("Who", _who, "owner", "plain", "16%")
START_BY = Column("Start by", start_by, "safe_start_by", "right", "8rem")
START_AND_LAST = replace(START_BY, cell=start_and_last, width="8.5rem")
START_IN = replace(START_BY, cell=start_in)
START_IN_A_LINE = replace(START_BY, cell=start_in_a_line)
WAITS_FOR = Column("Waits for", _waits_for, "waits_for", "hide", "16%")
OPENS = Column("Opens", opens, "directions", "line", "14%")
OPENS_FIRST = replace(OPENS, cell=opens_first)
OPENS_COUNT = replace(OPENS, cell=_opens_count)
THEME = Column("Theme", _theme, "theme", "hide", "9.5rem")
WITH_DAYS = Column("With the days they have", _with_days, "capacity_finish", "line")
ACTION = Column("Action", _action, "action", "hide", "9.5rem")
LEAD = Column("Lead", _lead, "lead_likely_days", "hide", "5.5rem")
EFFORT = Column("Effort, days", _effort, "effort_days", "hide", "5.5rem", True)
LIKELY_OWNER = Column(
    "Likely owner",
    markup.likely_owner,
    "suggested_owner",
    "line",
)
