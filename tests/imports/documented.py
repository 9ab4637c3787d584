"""docs/imports.md, with what comes out of the exports in tests/.

Written by `python -m tests.imports.documented`.
"""

from __future__ import annotations

from pathlib import Path

from depmap.imports.registry import READERS
from depmap.words.exchange.imports import page
from tests.imports.exported import EXPORTS, read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "imports.md"

OPENING = """\
# Bring in what is there

`depmap import SOURCE OUT_DIR` reads the export of a tool and writes an input folder: valid, with
`import.md` in it that says what was taken, guessed and left out, by line, and what to fill in
first, ordered by what moves a date. The tool is told by the file; `--from` says it. OUT_DIR must be
new or empty. A file that is cut off, damaged or hostile is refused with its line, and nothing is
written. Nothing goes online: the product reads files.

To see first what a file would give, drop it under *Bring your own* on the Data page: what was
taken, guessed and left out, its Overview, its findings or problems. The server keeps nothing of it.
The same page shows the last import from each tool.

The same for every tool:

- **Directions** are its epics, projects, milestones or summaries on top; where it has none, what
  nothing waits for. `--directions KEY,KEY` names others. Each is worth 1 point until you say more.
- **Leads** are the tool's durations, else the days from start to due. Where it has neither, the
  lead is 14, 30 or 60 days with `lead_source: assumed`; `depmap check` counts these until they are
  gone. Low and high of a duration are yours to fill in.
- **What was cancelled** is `not_needed`: nothing waits for it, as in the tool, and each is listed.
- **What a link names outside the export** is an item of its own; without it dates would be too
  early.
- **Ids** are those of the map where the file or a label `depmap-ID` of `depmap export` names them,
  else keys that are plain words, else made of names.
- **`ticket`** ties each row to its task. An address is a link on the item page; keys become one
  with `ticket_address: https://jira.example/browse/{key}` in settings.yaml.
- **Which way a link points** is the one thing to check by eye on two tasks you know; `--flip-links`
  turns all of them round, but for those from a whole to its parts.

## Again, next week

`depmap import SOURCE OUT_DIR --update` brings the folder up to date (`--dry-run` prints the diff).
Rows are found by their ticket, whether it is written as key or as address, else by the label or id
that `depmap export` wrote. Name, status, owner, started, done, not before and target
follow the source where the cell is still what the last import wrote (`import.json` keeps it). A
cell that somebody changed stays, and is said when the source changes too. New tasks and links are
added. Nothing is removed: what the source has no longer is listed. An empty value never empties a
cell. In a map that no import wrote, names, owners and ends that people typed stay. All files are
written, or none; the same source again changes no byte.
"""

TOOLS = {
    "jira": ("jira.csv", """\
In the list of issues: Export, CSV (all fields). Headers may be English or German. A column repeats
for every further value. `Outward issue link (Blocks)` names what the issue holds up, `Inward issue
link (Blocks)` what holds it up; both sides of one link are one. `--link-type` names other types
that mean waiting. Estimates are seconds and become effort, of 8 hours a day. Jira cuts exports at
1,000 issues; exactly so many are said. The file that `depmap export --to jira` writes is read too,
before there are keys: by the numbers and labels in it."""),
    "mspdi": ("project.xml", """\
MS Project: File, Save as, XML. GanttProject, ProjectLibre and Primavera write the same form.
Working time becomes calendar days by the project's hours and days; elapsed time stays. The one day
with a question mark of every new task is no duration. Links finish to start are exact; the other
three are left out and listed. A lag is an item of its own. Summaries on top are directions,
deadlines their targets. TaskJuggler writes the form by `export "project" { formats mspxml }`,
without effort and with its plan as the days of a task."""),
    "github": ("github.json", """\
The answer of one call, which asks for what holds up what:

```sh
gh api graphql --paginate -F owner=OWNER -F name=NAME -f query='
query($owner: String!, $name: String!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    issues(first: 100, after: $endCursor) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number title url state stateReason closedAt body
        assignees(first: 1) { nodes { login } }
        labels(first: 20) { nodes { name } }
        milestone { title dueOn url }
        parent { number url }
        subIssues(first: 100) { nodes { number url } }
        blockedBy(first: 50) { nodes { number url } }
      }
    }
  }
}' > issues.json
```

Milestones are directions with their due date. Sub-issues and task lists in the body are parts.
Closed as not planned or duplicate is not done. `gh issue list --json` works too, without what
blocks what."""),
    "linear": ("linear.csv", """\
Settings, Import and export, Export CSV. Projects are directions. States follow the days in Started,
Completed and Canceled; a due date is the nearest midnight. Estimates are points and no effort."""),
    "asana": ("asana.csv", """\
In the project's menu: Export, CSV. Dependencies are names: the longest that fits counts, and a name
that two tasks bear is left out and listed."""),
    "graphml": ("map.graphml", """\
From networkx, yEd, Gephi, Cytoscape or `depmap export`. An edge leads to what waits. Attributes
`name`, `item_type`, `owner`, `status`, `lead_low_days`, `lead_likely_days`, `lead_high_days`,
`effort_days` of nodes and `any_of`, `strength` of edges are read; others are not."""),
    "dot": ("map.dot", """\
Graphviz: a digraph, whose arrows lead to what waits. The attributes are those of GraphML; a dashed
arrow only helps, and the label `any of: NAME` makes alternatives."""),
    "mermaid": ("flow.mmd", """\
A flowchart in a `.mmd` file, or in the first block of a Markdown file. Arrows lead to what waits, a
dotted one only helps, `|any of: NAME|` makes alternatives, and a node `(["…"])` is a direction.
Words such as `ID · name` give the id."""),
    "beads": ("issues.jsonl", """\
`.beads/issues.jsonl`. Only links of the type blocks make wait; parent-child makes parts."""),
    "backlog": ("backlog", """\
The folder of tasks, `backlog/tasks`. Milestones are directions; `parent_task_id` makes parts."""),
    "task-master": ("tasks.json", """\
`tasks.json`. Dependencies of subtasks count among their siblings, `2.1` from the top. Where there
are several tags, each is a direction."""),
}  # fmt: skip


def markdown() -> str:
    """The page: every tool with its example and what comes out of it."""
    parts = [OPENING]
    for reader in READERS:
        name, words = TOOLS[reader.word]
        shown = (EXPORTS / name).relative_to(PAGE.parents[1]).as_posix()
        result = page(read(name), name).partition("\n\n")[2].strip()
        parts.append(
            f"## {reader.tool}\n\n{words}\n\n`depmap import {shown} my-map` writes into"
            f" `my-map/import.md`:\n\n```text\n{result}\n```\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    print(markdown(), end="")
