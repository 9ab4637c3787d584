"""What an import took, guessed and left out, and what to fill in first: the page beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized

from depmap.imports.folder import Imported
from depmap.imports.found import GUESSED, IN_PROGRESS, LEFT_OUT, NOT_STARTED, Remark
from depmap.imports.rows import Gap, Mapped
from depmap.imports.update import Update
from depmap.words.formats import count, day

SHOWN_GAPS, SHOWN_REMARKS = 40, 200
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#"})


def page(mapped: Mapped, source: str) -> str:
    """The Markdown page import.md. source: the name of the file."""
    lines = [f"# Imported from {_plain(source)} ({mapped.tool})", "", taken(mapped.tables), ""]
    lines += ["## What to fill in first", "", *_first(mapped), ""]
    for kind, title in ((GUESSED, "What was guessed"), (LEFT_OUT, "What was left out")):
        lines += [f"## {title}", "", *_said(mapped.remarks, kind), ""]
    return "\n".join(lines)


def taken(tables: Mapping[str, Sized]) -> str:
    """How many rows were taken, in a sentence. tables: the rows of each input table."""
    said = [count(len(tables["directions"]), "direction"),
            count(len(tables["prerequisites"]), "prerequisite"),
            f"{count(len(tables['dependencies']), 'link')} between them",
            count(len(tables["owners"]), "owner")]  # fmt: skip
    return f"Taken: {', '.join(said[:-1])} and {said[-1]}."


def last(one: Imported) -> str:
    """The last import from a tool: which file, on which day, how many tasks."""
    return f"{one.file} on {day(one.on)}, {count(one.tasks, 'task')}"


def _first(mapped: Mapped) -> list[str]:
    """Numbers nobody gave, those first that the order of everything rests on, then dates."""
    tables = mapped.tables
    lines: list[str] = []
    if tables["directions"]:
        ids = _ids([row["id"] for row in tables["directions"]])
        lines.append(f"1. `value` and `confidence` of every direction: {ids}.")
        open_ends = [row["id"] for row in tables["directions"] if not row.get("target")]
        if open_ends:
            lines.append(f"1. `target` of directions that have none: {_ids(open_ends)}.")
    moving = [gap for gap in mapped.gaps if gap.slack_days == 0]
    later = [gap for gap in mapped.gaps if gap.slack_days]
    idle = [gap for gap in mapped.gaps if gap.slack_days is None]
    if moving:
        lines.append(f"1. Leads that were assumed and move a date at once ({len(moving):,}):")
        lines += _gaps(moving, lambda gap: "")
    if later:
        lines.append(f"1. Leads that were assumed and have days to spare ({len(later):,}):")
        lines += _gaps(later, lambda gap: f", {count(gap.slack_days or 0, 'day')} to spare")
    if idle:
        lines.append(f"1. Leads of what no direction waits for ({len(idle):,}).")
    things = tables["prerequisites"]
    given = [row for row in things if row["lead_likely_days"] not in ("", "0")]
    pointed = [row["id"] for row in given if not row["lead_low_days"]]
    if pointed:
        lines.append(f"1. Low and high of leads that are one number: {_ids(pointed)}.")
    alone = [row["id"] for row in things
             if not row["owner"] and row["status"] in (NOT_STARTED, IN_PROGRESS)]  # fmt: skip
    if alone:
        lines.append(f"1. `owner` of prerequisites that have none: {_ids(alone)}.")
    if tables["owners"]:
        lines.append("1. `capacity_days_per_week` of the owners, which is unknown.")
    return lines or ["Nothing is missing."]


def _gaps(gaps: Sequence[Gap], words: Callable[[Gap], str]) -> list[str]:
    lines = [f"   - {gap.id}: {_plain(gap.name)}{words(gap)}" for gap in gaps[:SHOWN_GAPS]]
    rest = len(gaps) - SHOWN_GAPS
    return [*lines, f"   - and {rest:,} more"] if rest > 0 else lines


def _said(remarks: Sequence[Remark], kind: str) -> list[str]:
    return [f"- {_plain(line)}" for line in remarked(remarks, kind)] or ["Nothing."]


def not_computed(most: int) -> str:
    """Why a large map that is only looked at has neither an Overview nor findings."""
    return f"Overview and findings are left out here: it has more than {most:,} prerequisites."


def remarked(remarks: Sequence[Remark], kind: str) -> list[str]:
    """What was said of one kind, GUESSED or LEFT_OUT, by line of the source; plain text."""
    said = [remark for remark in remarks if remark.kind == kind]
    lines = [_told(remark) for remark in said[:SHOWN_REMARKS]]
    rest = len(said) - SHOWN_REMARKS
    return [*lines, f"and {rest:,} more"] if rest > 0 else lines


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 10:,} more" if len(ids) > 10 else ""
    return f"{', '.join(ids[:10])}{more}"


def _plain(text: str) -> str:
    """Text of the source as text of the page, whatever it holds."""
    return text.translate(_SIGNS)


def updated(update: Update) -> str:
    """What an update changed, kept and found gone, guessed and left out, a line each."""
    changed = f"{count(update.changed, 'row')} changed, {count(update.added, 'row')} added."
    lines = [changed if update.changed or update.added else "Nothing to change."]
    told = [("Kept, since somebody changed it here:", update.kept),
            ("No longer in the source, and left as it is:", update.gone),
            *((f"{kind.capitalize()}:", [_told(one) for one in update.remarks if one.kind == kind])
              for kind in (GUESSED, LEFT_OUT))]  # fmt: skip
    for title, said in told:
        if said:
            rest = len(said) - SHOWN_GAPS
            more = [f"    and {rest:,} more"] if rest > 0 else []
            lines += [title, *(f"    {text}" for text in said[:SHOWN_GAPS]), *more]
    return "\n".join(lines)


def _told(remark: Remark) -> str:
    return f"{remark.place}: {remark.text}" if remark.place else remark.text
