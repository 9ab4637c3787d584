"""Issues for GitHub: a plain script of `gh` lines to read before it runs, and the same as JSON.

Texts stand in files of their own, so that no line of the script holds more than a title. Run
twice it creates twice: what has a ticket on the map is left out.
"""

from __future__ import annotations

import json
import shlex

from depmap.exporters import markdown
from depmap.exporters.extract import Extract
from depmap.exporters.issues import Issue, issues
from depmap.exporters.writing import file_name

SCRIPT, LINES = "create.sh", "issues.jsonl"
LONGEST_TITLE = 256


def write(extract: Extract) -> dict[str, bytes]:
    """create.sh, issues.jsonl, and a Markdown file for the body of every issue."""
    listed = issues(extract)
    blocked_by: dict[int, list[Issue]] = {}
    for issue in listed:
        for number in issue.links.blocks:
            blocked_by.setdefault(number, []).append(issue)
    files = {
        _body_file(issue): _body(issue, blocked_by.get(issue.number, [])).encode()
        for issue in listed
    }
    labels = sorted({name for issue in listed for name in issue.labels})
    lines = [
        "#!/bin/sh",
        "# Creates the issues of the map in the repository of the folder it is run in:",
        "#   sh create.sh OWNER/NAME",
        "# Read it first. It holds nothing but lines of gh; run twice, it creates twice.",
        'cd "$(dirname "$0")" && export GH_REPO="$1" || exit 1',
        *(_line("gh", "label", "create", name, "--force") for name in labels),
        *(_create(issue) for issue in listed),
    ]
    files[SCRIPT] = ("\n".join(lines) + "\n").encode()
    rows = [
        {
            "id": issue.id,
            "title": _title(issue),
            "body": files[_body_file(issue)].decode(),
            "labels": list(issue.labels),
            "blocks": [listed[number - 1].id for number in issue.links.blocks],
        }
        for issue in listed
    ]
    files[LINES] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    return files


def _create(issue: Issue) -> str:
    labels = [f"--label={name}" for name in issue.labels]
    body = f"--body-file={_body_file(issue)}"
    return _line("gh", "issue", "create", f"--title={_title(issue)}", body, *labels)


def _line(*words: str) -> str:
    return " ".join(map(shlex.quote, words))


def _title(issue: Issue) -> str:
    whole = " ".join(issue.title.split())
    return whole if len(whole) <= LONGEST_TITLE else f"{whole[: LONGEST_TITLE - 1]}…"


def _body_file(issue: Issue) -> str:
    return f"{issue.kind}-{file_name(issue.id)}.md"


def _body(issue: Issue, blocked_by: list[Issue]) -> str:
    parts = [markdown.unmentioned(line) for line in issue.lines]
    if blocked_by:
        named = [f"- {markdown.unmentioned(other.title)} (`{other.labels[0]}`)"
                 for other in blocked_by]  # fmt: skip
        parts += ["Blocked by:", "\n".join(named)]
    if issue.links.is_blocked_by:
        parts.append(f"Blocked by: {', '.join(issue.links.is_blocked_by)}")
    return "\n\n".join([*parts, f"Owner: {markdown.unmentioned(issue.owner)}"]) + "\n"
