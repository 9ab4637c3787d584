"""One page to take into a meeting or to mail every week: what changed, start, decide, at risk.

As Markdown, or as one HTML file that loads nothing and prints on a page.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from depmap.answers import relations
from depmap.answers.rows import Row, is_missing, records
from depmap.answers.selections import waiting, ways_by_direction
from depmap.exporters import markdown, page
from depmap.exporters.extract import Extract
from depmap.look.signs import OUTLOOKS
from depmap.words import ahead, decisions, ways_out
from depmap.words.exchange import brief as words
from depmap.words.exchange import follow_up
from depmap.words.formats import chance, day
from depmap.words.sentence import plain

_TEMPLATE = Path(__file__).with_name("static") / "brief.html"
MOST_STARTS, MOST_BEGUN, MOST_DECISIONS, MOST_DIRECTIONS, MOST_CHANGES = 10, 5, 5, 6, 6
STARTS = ("what", "who", "when", "last day", "first step")
DECISIONS = ("question", "who", "when", "if nobody decides")
DIRECTIONS = ("direction", "outlook", "chance", "target", "enough by itself")
MISSING = ("late", "blocked", "at_risk")


@dataclass(frozen=True)
class Part:
    """A section: rows of a table under a head, or without a head lines; plain text."""

    heading: str
    rows: Sequence[Sequence[str]]
    nothing: str
    head: Sequence[str] = ()
    more: str = ""


@dataclass(frozen=True)
class Brief:
    """The page as plain text: its title, the answer in sentences, its sections, its last line.

    coming: the next dates that somebody should know; empty without any.
    """

    title: str
    dates: str
    answer: Sequence[str]
    coming: str
    parts: Sequence[Part]
    foot: str


def brief(extract: Extract, since: str = "", changed: Mapping[str, str] | None = None) -> Brief:
    """The page of what the filters leave; of one owner it is theirs.

    since: what it is compared with, in words; empty leaves that section out. changed: what moved
    since then, a line by direction, of which those stay that the filters leave.
    """
    shown = set(extract.rows(relations.directions)["direction_id"])
    moved = [line for direction, line in (changed or {}).items() if direction in shown]
    coming = ahead.dates_ahead(
        extract.rows(relations.last_days), extract.rows(relations.milestones), extract.names
    )
    assumed = decisions.assumes(records(extract.rows(relations.assumed_options)))
    owners = [extract.called.get(owner, owner) for owner in extract.filters.ids("owner")]
    return Brief(
        title=words.title(extract.portfolio, [owner or "no owner" for owner in owners]),
        dates=words.dates(extract.settings),
        answer=extract.overview,
        coming=plain(coming),
        parts=[*_parts(extract, since, moved)],
        foot=" ".join(filter(None, (plain(assumed), words.foot(extract.settings)))),
    )


def _parts(extract: Extract, since: str, changed: Sequence[str]) -> Iterator[Part]:
    if since:
        more = words.more(len(changed) - MOST_CHANGES)
        lines = [[line] for line in changed[:MOST_CHANGES]]
        yield Part(f"What changed since {since}", lines, "No direction moved.", more=more)
    starts = records(waiting(extract.rows(relations.items)))
    due = [row for row in starts if row["must_start_by_review"]]
    rows = [
        [row["name"], row["owner"], follow_up.when(row), day(row["start_by"]), row["first_step"]]
        for row in due[:MOST_STARTS]
    ]
    more = words.more(len(due) - MOST_STARTS)
    yield Part("Start now", rows, "Nothing must start before the next review.", STARTS, more)
    begun = [task for task in extract.tasks if task["status"] == "in_progress"]
    if begun:
        rows = [[row["name"], row["owner"], day(row["earliest_finish"])] for row in begun]
        more = words.more(len(rows) - MOST_BEGUN)
        yield Part("In progress", rows[:MOST_BEGUN], "", ("what", "who", "likely done"), more)
    decide = [row for row in extract.decisions if row["is_due_by_review"]]
    rows = [
        [row["question"], row["owner"], follow_up.decide_when(row), row["if_undecided"]]
        for row in decide[:MOST_DECISIONS]
    ]
    more = words.more(len(decide) - MOST_DECISIONS)
    yield Part("Decide", rows, "No decision is due before the next review.", DECISIONS, more)
    yield _at_risk(extract)


def _at_risk(extract: Extract) -> Part:
    ways = ways_by_direction(extract.rows(relations.ways_out))
    risky = [row for row in extract.directions if row["outlook"] in MISSING]
    risky.sort(key=lambda row: MISSING.index(row["outlook"]))
    rows = [
        [
            row["name"],
            OUTLOOKS[row["outlook"]].words.lower(),
            "" if is_missing(row["chance_on_time"]) else chance(row["chance_on_time"]),
            day(row["target"]),
            _way_out(row, ways.get(row["direction_id"], []), extract),
        ]
        for row in risky[:MOST_DIRECTIONS]
    ]
    more = words.more(len(risky) - MOST_DIRECTIONS)
    return Part("At risk", rows, "Every direction with a target is on time.", DIRECTIONS, more)


def _way_out(direction: Row, ways: Sequence[Row], extract: Extract) -> str:
    """The first single change that would be enough, and its target as the last resort."""
    if not ways:
        return "nothing found"
    said = plain(ways_out.first_enough(direction, ways, extract.names))
    return said.partition(": ")[2].removesuffix(".") or said


def markdown_text(found: Brief) -> str:
    """The page as Markdown; names stay names."""
    lines = [f"# {markdown.line(found.title)}", "", markdown.line(found.dates), ""]
    for sentence in filter(None, (*found.answer, found.coming)):
        lines += [markdown.line(sentence), ""]
    for part in found.parts:
        lines += [f"## {markdown.line(part.heading)}", ""]
        rows = [[markdown.line(cell) for cell in row] for row in part.rows]
        if not rows:
            lines += [part.nothing, ""]
        elif part.head:
            lines += [*markdown.table(part.head, rows), ""]
        else:
            lines += [*(f"- {cells[0]}" for cells in rows), ""]
        lines += [part.more, ""] if part.more else []
    return "\n".join([*lines, markdown.line(found.foot), ""])


def html_bytes(found: Brief) -> bytes:
    """The page as one file; no script runs in it, nothing is loaded."""
    body = [f"<h1>{_text(found.title)}</h1>", f'<p class="muted">{_text(found.dates)}</p>']
    body += [f'<p class="answer">{_text(sentence)}</p>' for sentence in found.answer]
    body += [f"<p>{_text(found.coming)}</p>"] if found.coming else []
    for part in found.parts:
        body.append(f"<h2>{_text(part.heading)}</h2>")
        if not part.rows:
            body.append(f"<p>{_text(part.nothing)}</p>")
        elif part.head:
            cells = "".join(f"<th>{_text(cell)}</th>" for cell in part.head)
            rows = "".join(f"<tr>{_cells(part.head, row)}</tr>" for row in part.rows)
            table = f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"
            body.append(f'<div class="wide">{table}</div>')
        else:
            listed = "".join(f"<li>{_text(row[0])}</li>" for row in part.rows)
            body.append(f"<ul>{listed}</ul>")
        body += [f'<p class="muted">{_text(part.more)}</p>'] if part.more else []
    body.append(f'<p class="muted">{_text(found.foot)}</p>')
    template = Template(_TEMPLATE.read_text(encoding="utf-8"))
    return page.sealed(template.substitute(title=_text(found.title), body="\n".join(body)))


def _cells(head: Sequence[str], row: Sequence[str]) -> str:
    labelled = zip(head, row, strict=True)
    return "".join(
        f'<td data-label="{_text(label)}">{_text(cell)}</td>' for label, cell in labelled
    )


def _text(words: str) -> str:
    return html.escape(words)
