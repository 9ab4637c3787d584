"""What was edited between two states of a portfolio, what moved and because of what, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from depmap.answers.causes import Cause
from depmap.answers.edits import ADDED, CHANGED, Edit
from depmap.answers.rows import Row, is_missing
from depmap.portfolio.problem import located
from depmap.words.formats import chance, count, day
from depmap.words.sentence import Sentence, Tone, Words, are, say
from depmap.words.what_if import NAMED, moved, shift, with_owners

Names = Mapping[str, str]

_CAUSES = {
    "time": "time", "progress": "what progressed", "leads": "leads", "other": "other edits",
    "pins": "the pins of the settings", "decision": "decisions",
}  # fmt: skip
RULES = {
    "newly_late": "is late now",
    "newly_at_risk": "is at risk now",
    "new_blocked": "can never start now",
    "new_unowned": "is to be started before the next review and has no active owner now",
}
# From good to bad; a direction without a target or at its end is neither better nor worse.
_OUTLOOKS = ("on_time", "at_risk", "late", "blocked")
_TONES: Mapping[str, Tone] = {"at_risk": "risk", "late": "late", "blocked": "late"}
_FIELDS = {
    "lead_low_days": "lead low", "lead_likely_days": "lead likely", "lead_high_days": "lead high",
    "effort_days": "effort days", "needed_confidence": "chance it is needed",
}  # fmt: skip
_PEOPLE = ("owner", "sponsor")
_LONGEST = 40


def summary(directions: Sequence[Row], causes: Sequence[Cause], names: Names) -> str:
    """What moved and because of what, the largest loss of chance first.

    directions: rows of Comparison.directions. names: what items and decisions are called, by id.
    """
    by_map = [row for row in directions if row["moves_by_map"]]
    kept = with_owners(directions)
    if not by_map:
        return f"No direction moved by the map. {kept}" if kept else "No direction moved."
    said = [_because(row, causes, names) for row in by_map[:NAMED]]
    more = len(by_map) - NAMED
    words = f"{count(len(by_map), 'direction')} moved: {'; '.join(said)}"
    return f"{words}{f'; and {more} more' if more > 0 else ''}.{f' {kept}' if kept else ''}"


def _because(row: Row, causes: Sequence[Cause], names: Names) -> str:
    said, days = moved(row), row["days_moved"]
    if not is_missing(days) and days and shift(days) not in said:
        said += f", {shift(days)}"
    own = [cause for cause in causes if cause.direction_id == row["direction_id"]]
    if parts := reasons(own, names, is_p80=False):
        said += f", because of {parts}"
    return said


def reasons(causes: Sequence[Cause], names: Names, is_p80: bool) -> str:
    """The causes of one direction, the largest first: "pentest (+14 days), time (+9 days)"."""
    days = {place: cause.p80_days if is_p80 else cause.days for place, cause in enumerate(causes)}
    order = sorted(days, key=lambda place: -abs(days[place] or 0))
    return ", ".join(
        f"{cause_name(causes[place], names)} ({_signed_days(days[place])})"
        for place in order
        if days[place] != 0
    )


def cause_name(cause: Cause, names: Names) -> str:
    """What moved a direction: an item or decision by name, else what kind of thing."""
    if cause.item_id == cause.direction_id:
        return "its own edits"
    return names.get(cause.item_id, cause.item_id) if cause.item_id else _CAUSES[cause.cause]


def signed(days: int | None) -> str:
    """Days with their sign; "blocked" where one side of a step has no date."""
    return "blocked" if days is None else f"{days:+d}".replace("-", "−")


def _signed_days(days: int | None) -> str:
    unit = "" if days is None else " day" if abs(days) == 1 else " days"
    return signed(days) + unit


def edit(one: Edit) -> str:
    """An edit with its place: "data/owners.csv line 4, name of LEGAL: Legal → Legal team"."""
    if one.change == CHANGED:
        return f"{place(one)}: {one.before or '(empty)'} → {one.after or '(empty)'}"
    what = one.after if one.change == ADDED else one.before
    return f"{place(one)}: {one.change}{f' “{what}”' if what and what != one.id else ''}"


def place(one: Edit) -> str:
    """Where an edit stands and of what it is; a new row of a scenario stands nowhere yet."""
    what = f"{one.field} of {one.id}" if one.field else one.id
    if not one.source_line:
        return f"new: {what}"
    return f"{located(one.source_file, one.source_line)}, {what}"


def broken(row: Row) -> str:
    """A broken rule of the gate as a sentence. row: one of Comparison.gate."""
    return f"{row['chart_name']} ({row['item_id']}) {RULES[row['rule']]}."


def since(
    as_of: date,
    total: int,
    directions: Sequence[Row],
    causes: Sequence[Cause],
    names: Names,
    most: int = NAMED,
) -> Sentence:
    """What moved since a day and because of what: outlooks that changed, else the largest move.

    total: how many directions there are. directions: rows of Comparison.directions. most: how many
    directions are named.
    """
    head = f"Since {day(as_of)} "
    if not directions:
        return say(f"{head}no direction moved.")
    every = "all" if len(directions) >= total else f"{len(directions)} of"
    said: list[str | Words] = [
        f"the direction moved{_by_time(directions, causes)}"
        if total == 1
        else f"{every} {count(total, 'direction')} moved{_by_time(directions, causes)}"
    ]
    changed = {
        "worse": [row for row in directions if _worse(row) > 0],
        "better": [row for row in directions if _worse(row) < 0],
    }
    for how, rows in changed.items():
        if rows:
            said += ["; ", Words(f"{_outlooks(len(rows))} {how}", "strong"), ": "]
            said += _named(rows[:most], causes, names)
            said += [f" and {len(rows) - most} more"] if len(rows) > most else []
    if not any(changed.values()):
        largest = max(directions, key=lambda row: abs(_p80(row)))
        said += ["; no outlook changed"]
        if _p80(largest):
            said += [": " if len(directions) == 1 else ", most moved "]
            said += _named([largest], causes, names)
    return say(head, *said, ".")


def _by_time(directions: Sequence[Row], causes: Sequence[Cause]) -> str:
    """How many moved because days passed and nothing else."""
    why: dict[str, set[str]] = {}
    for cause in causes:
        why.setdefault(cause.direction_id, set()).add(cause.cause)
    alone = sum(1 for row in directions if why.get(row["direction_id"]) == {"time"})
    if not alone:
        return ""
    if len(directions) == 1:
        return ", by time alone"
    return f", {'all' if alone == len(directions) else alone} of them by time alone"


def _worse(row: Row) -> int:
    """How many steps worse the outlook of a direction is; 0 where it has none to compare."""
    before, after = row["outlook_before"], row["outlook_after"]
    if is_missing(before) or is_missing(after) or {before, after} - set(_OUTLOOKS):
        return 0
    return _OUTLOOKS.index(after) - _OUTLOOKS.index(before)


def _outlooks(number: int) -> str:
    return f"{'one' if number == 1 else number} outlook{'' if number == 1 else 's'} {are(number)}"


def _p80(row: Row) -> int:
    return 0 if is_missing(row["p80_days_moved"]) else int(row["p80_days_moved"])


def _named(rows: Sequence[Row], causes: Sequence[Cause], names: Names) -> list[str | Words]:
    """Directions with both chances, or their move, and because of what the 80 % date moved."""
    said: list[str | Words] = []
    for row in rows:
        own = [cause for cause in causes if cause.direction_id == row["direction_id"]]
        why = reasons(own, names, is_p80=True)
        chances = chance(row["chance_before"]), chance(row["chance_after"])
        said += ["; " if said else "", Words(row["chart_name"], "", "item", row["direction_id"])]
        if chances[0] != chances[1]:
            after = Words(chances[1], _TONES.get(row["outlook_after"], "strong"))
            said += [f" {chances[0]} → ", after]
        elif _p80(row):
            said += [f" {shift(_p80(row))}"]
        said += [f", because of {why}"] if why else []
    return said


def values(edits: Sequence[Edit], names: Names) -> list[tuple[str, str, str]]:
    """The edits of one thing for a table: what of it, before and after; texts that grew last.

    Both are empty where the words say all of it; before is empty of what was added or removed, and
    after then lists it.
    """
    said, texts = [], []
    listed: dict[str, list[str]] = {}
    for one in edits:
        what, other = _what(one, names)
        if one.change != CHANGED:
            name = other or (one.after if one.change == ADDED else one.before)
            if not what:
                said.append((one.change, "", ""))  # it is called by its name already
                continue
            listed.setdefault(f"{what} {one.change}", []).append(_short(name))
            continue
        before, after = (
            names.get(text, text) if one.field in _PEOPLE else text
            for text in (one.before, one.after)
        )
        what = " ".join(filter(None, (what, f"{other}," if other else "", _field(one))))
        if max(len(before), len(after)) > _LONGEST:
            texts.append((f"{what} {'rewritten' if before and after else 'edited'}", "", ""))
        else:
            said.append((what, before or "empty", after or "empty"))
    return [*said, *((what, "", _listed(found)) for what, found in listed.items()), *texts]


def _what(one: Edit, names: Names) -> tuple[str, str]:
    """What kind of row an edit is of where it is not the thing itself, and the other end of it."""
    if ">" in one.id:
        other = one.id.rpartition(">")[2]
        return "requires" if one.field != "route" else "route", names.get(other, other)
    return ("" if one.change == CHANGED else _field(one)), ""


def _field(one: Edit) -> str:
    return _FIELDS.get(one.field, one.field.replace("_", " "))


def _listed(found: Sequence[str]) -> str:
    more = len(found) - NAMED
    return ", ".join(found[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def no_past(is_listed: bool, problem: str) -> tuple[str, str]:
    """Why there is no earlier version, and what would give one."""
    if not is_listed:
        return "No comparison yet: earlier versions are being looked up.", "The page follows."
    ways = (
        "Commit the folder to git, or start the server with DEPMAP_SNAPSHOTS=DIR, a folder of"
        " folders named YYYY-MM-DD."
    )
    return f"No earlier version. {problem}".strip(), ways


def comparing(then: date) -> str:
    """What is being computed behind the page."""
    return (
        f"No comparison yet: today’s plan is being compared with that of {day(then)}, cause by"
        " cause. The page follows in a moment."
    )


def not_loaded(then: date, problem: str) -> str:
    """Why a version is not compared."""
    return f"The version of {day(then)} cannot be loaded. {problem}"


def compared(edits: Sequence[Edit], directions: int) -> str:
    """How much was edited, and how much was compared."""
    files = len({edit.file for edit in edits})
    edited = f"{count(len(edits), 'edit')} in {count(files, 'file')}" if edits else "nothing edited"
    return f"{edited}, {count(directions, 'direction')} compared"
