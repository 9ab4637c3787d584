"""Follow-up task documents: one Markdown file for each thing to start or to decide, and an index.

The same map gives the same bytes. What people write below the two marks of a document stays when
the folder is written again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from depmap.exporters import follow_up, markdown
from depmap.exporters.extract import Extract
from depmap.exporters.follow_up import DECIDE, FollowUp
from depmap.exporters.writing import file_name
from depmap.words.exchange.follow_up import PRIORITIES
from depmap.words.formats import count, day

INDEX = "index.md"
# What is worth starting: the two groups of the plan in which somebody acts before the next review.
WORTH_STARTING = ("now", "in_progress")
PROGRESS, REVIEW = "## Implementation Progress", "## Review Feedback"
MARK = "<!-- Notes below this line are yours: they stay when the folder is written again. -->"


def write(extract: Extract) -> dict[str, bytes]:
    """The documents by name, and index.md in sequence.

    Without a filter on actions: what is worth starting now, what is in progress, and every open
    decision point; with one, what has these actions.
    """
    asked = bool(extract.filters.ids("action"))
    decided = follow_up.decides(extract, extract.decisions)
    own = {row["item_id"] for row in extract.decisions if row["origin"] != "alternatives"}
    worth = [
        task
        for task in extract.tasks
        if (asked or task["plan_window"] in WORTH_STARTING) and task["item_id"] not in own
    ]
    listed = list(follow_up.in_sequence(follow_up.starts(extract, worth), decided))
    files = {_name(one): _document(one, extract) for one in listed}
    files[INDEX] = _index(listed, extract)
    return {name: text.encode() for name, text in files.items()}


def again(earlier: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new documents with the notes of those of an earlier export.

    A document that is no longer due stays as it was while somebody has written into it.
    """
    whole = dict(new)
    for name, content in earlier.items():
        before = _notes(content.decode("utf-8", "replace"))
        if not any(before):
            continue
        if name not in whole:
            whole[name] = content
            continue
        head, progress, review = _parts(whole[name].decode())
        whole[name] = _joined(head, progress, before[0], review, before[1]).encode()
    return whole


def _name(one: FollowUp) -> str:
    return f"{one.kind}-{file_name(one.id)}.md"


def _document(one: FollowUp, extract: Extract) -> str:
    head = {
        "id": one.id,
        "kind": "decision" if one.kind == DECIDE else "prerequisite",
        "status": one.status,
        "priority": PRIORITIES[one.priority],
        "milestone": one.milestone or None,
        "owner": one.owner if one.owner_id else None,
        "decide_by" if one.kind == DECIDE else "start_by": one.on,
        **({"touches": list(one.touches)} if len(one.touches) else {}),
    }
    lines = [
        "---",
        yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=10_000).rstrip(),
        "---",
        "",
        f"# {'Decide: ' if one.kind == DECIDE else ''}{markdown.line(one.title)}",
        "",
        *_section("Problem", one.problem, is_list=False),
        *_section("Context", one.context),
    ]
    if one.sources:
        lines[-1:] = [f"- Source: {_source(one, number)}" for number in range(len(one.sources))]
        lines.append("")
    place = f"{one.source_file} line {one.source_line}"
    lines[-1:] = [f"- In the files: {markdown.line(place)}, as of {day(extract.as_of)}.", ""]
    lines += _section("Possible Solutions", one.solutions)
    lines += ["## Plan", ""]
    lines += [f"{place}. {markdown.line(step)}" for place, step in enumerate(one.plan, 1)]
    progress = [*map(markdown.line, one.progress)]
    review = [f"Look at it again by the next review, {day(extract.settings['review_on'])}."]
    text = "\n".join([*lines, "", ""])
    return _joined(text, "\n".join(progress), "", "\n".join(review), "")


def _section(title: str, texts: Sequence[str], is_list: bool = True) -> list[str]:
    said = [markdown.line(text) for text in texts]
    if is_list:
        return [f"## {title}", "", *(f"- {text}" for text in said), ""]
    return [f"## {title}", "", *(part for text in said for part in (text, ""))]


def _source(one: FollowUp, number: int) -> str:
    source = one.sources[number]
    title = markdown.line(source.title)
    named = markdown.link(title, source.url) if source.url else title
    return f"{named}. {markdown.line(source.says)}".rstrip()


def _joined(head: str, progress: str, noted: str, review: str, advice: str) -> str:
    """A document of its parts; the notes of people stand below the marks."""
    return (
        f"{head}{PROGRESS}\n\n{progress}\n\n{MARK}\n{noted}\n"
        f"{REVIEW}\n\n{review}\n\n{MARK}\n{advice}"
    )


def _parts(text: str) -> tuple[str, str, str]:
    """Head, progress and review of a document of ours, without the notes."""
    head, _, rest = text.partition(f"{PROGRESS}\n")
    progress, _, rest = rest.partition(f"\n{REVIEW}\n")
    return head, progress.partition(MARK)[0].strip(), rest.partition(MARK)[0].strip()


def _notes(text: str) -> tuple[str, str]:
    """What people wrote below the two marks; empty where they wrote nothing."""
    _, _, rest = text.partition(f"{PROGRESS}\n")
    progress, _, review = rest.partition(f"\n{REVIEW}\n")
    noted = progress.partition(f"{MARK}\n")[2], review.partition(f"{MARK}\n")[2]
    return noted[0] if noted[0].strip() else "", noted[1] if noted[1].strip() else ""


def _index(listed: Sequence[FollowUp], extract: Extract) -> str:
    decisions = sum(one.kind == DECIDE for one in listed)
    counts = f"{count(len(listed) - decisions, 'prerequisite')} to start or in progress and "
    counts += f"{count(decisions, 'decision')} to take"
    lines = [
        f"# Follow-up tasks of {markdown.line(extract.portfolio)}",
        "",
        f"As of {day(extract.as_of)}; next review {day(extract.settings['review_on'])}. "
        f"{counts}, in sequence.",
        "",
    ]
    if extract.scenario:
        lines += [f"Not today’s plan: {markdown.line(extract.scenario)}", ""]
    if narrowed := extract.filter_words():
        lines += [f"Only {markdown.line('; '.join(narrowed))}.", ""]
    rows = [
        [
            str(place),
            markdown.line(one.when),
            markdown.link(
                f"{'Decide: ' if one.kind == DECIDE else ''}{markdown.line(one.title)}", _name(one)
            ),
            markdown.line(one.owner),
            PRIORITIES[one.priority],
            markdown.line(one.milestone),
        ]
        for place, one in enumerate(listed, 1)
    ]
    head = ("no.", "when", "what", "who", "priority", "milestone")
    lines += markdown.table(head, rows) if rows else ["Nothing is worth starting now."]
    return "\n".join([*lines, ""])
