"""What was changed and what it moves, of a scenario or between two states -> text or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from depmap.answers.causes import Cause
from depmap.answers.changes import Comparison
from depmap.answers.edits import CHANGED, Edit
from depmap.answers.rows import Row, as_json, records
from depmap.exporters.markdown import escaped
from depmap.portfolio.draft import Cell
from depmap.portfolio.problem import located
from depmap.words import changes, what_if
from depmap.words.formats import count, day


@dataclass(frozen=True)
class Report:
    """One comparison to be told: what was asked, every edit, what moved and because of what.

    title and summary open it. gate holds the broken rules, None when nobody asked. sides: how
    before and after are called. names: what items are called, by id.
    """

    title: str
    summary: str
    edits: Sequence[Edit]
    edits_title: str
    comparison: Comparison
    causes: Sequence[Cause] = ()
    gate: Sequence[Row] | None = None
    sides: tuple[str, str] = ("before", "after")
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def directions(self) -> list[Row]:
        """What moved, by direction."""
        return records(self.comparison.directions)

    @property
    def items(self) -> list[Row]:
        """What moved, by prerequisite."""
        return records(self.comparison.items)

    def reasons(self, direction: Row) -> list[tuple[str, str]]:
        """Because of what a direction's dates moved: which date, and the causes in words."""
        own = [one for one in self.causes if one.direction_id == direction["direction_id"]]
        likely, p80 = (changes.reasons(own, self.names, is_p80) for is_p80 in (False, True))
        found = [("likely finish", likely), ("80 % date", p80)]
        return [(what, words) for what, words in found if words]


def edits_of(cells: Sequence[Cell]) -> list[Edit]:
    """The cells that a scenario changes, as the edits that would make it real."""
    return [
        Edit(
            cell.source_file.rpartition("/")[2], cell.id, CHANGED, cell.column,
            cell.before, cell.after, cell.source_file, cell.source_line,
        )
        for cell in cells
    ]  # fmt: skip


def text(report: Report) -> str:
    """For a terminal: what moves in words, then every edit, then the broken rules."""
    lines = [f"{report.title} {report.summary}"]
    for row in report.directions:
        lines += ["", f"{row['chart_name']} ({row['direction_id']})"]
        lines += [f"    {what}: {before} → {after}" for what, before, after in what_if.sides(row)]
        lines += [f"    {what} because of {words}" for what, words in report.reasons(row)]
    if report.items:
        lines += ["", f"What differs of {count(len(report.items), 'prerequisite')}:"]
        lines += [f"    {row['chart_name']} ({row['item_id']}): {_item(row)}"
                  for row in report.items]  # fmt: skip
    if report.edits:
        lines += ["", report.edits_title]
        lines += [f"    {changes.edit(edit)}" for edit in report.edits]
    if report.gate is not None:
        lines += ["", _gate_title(report.gate)]
        lines += [f"    {located(row['source_file'], row['source_line'])}, {row['rule']}:"
                  f" {changes.broken(row)}" for row in report.gate]  # fmt: skip
    return "\n".join(lines) + "\n"


def by_direction(report: Report) -> dict[str, str]:
    """What moved of each direction in a line: every date before and after, because of what."""
    return {
        row["direction_id"]: "; ".join(
            [f"{row['chart_name']}: {_moves(row)}"]
            + [f"{what} because of {words}" for what, words in report.reasons(row)]
        )
        for row in report.directions
    }


def _moves(direction: Row) -> str:
    return ", ".join(f"{what} {old} → {new}" for what, old, new in what_if.sides(direction))


def markdown(report: Report) -> str:
    """For a page or a pull request: the same, as tables."""
    lines = [f"**{escaped(report.title)}** {escaped(report.summary)}"]
    if report.gate is not None:
        lines += ["", _gate_title(report.gate), ""]
        lines += [f"- {escaped(changes.broken(row))} {escaped(row['source_file'])} line"
                  f" {row['source_line']}" for row in report.gate]  # fmt: skip
    if report.directions:
        before, after = report.sides
        lines += ["", f"| direction | what | {before} | {after} |", "|---|---|---|---|"]
        for row in report.directions:
            name = escaped(row["chart_name"])
            lines += [f"| {name} | {what} | {before} | {after} |"
                      for what, before, after in what_if.sides(row)]  # fmt: skip
    told = [(row, *reason) for row in report.directions for reason in report.reasons(row)]
    if told:
        lines += ["", "| direction | date | because of |", "|---|---|---|"]
        lines += [f"| {escaped(row['chart_name'])} | {what} | {escaped(words)} |"
                  for row, what, words in told]  # fmt: skip
    if report.items:
        lines += ["", "| prerequisite | what differs |", "|---|---|"]
        lines += [f"| {escaped(row['chart_name'])} | {_item(row)} |" for row in report.items]
    if report.edits:
        lines += ["", report.edits_title, "", "| where | from | to |", "|---|---|---|"]
        lines += [f"| {escaped(changes.place(edit))} | {escaped(edit.before)}"
                  f" | {escaped(edit.after)} |" for edit in report.edits]  # fmt: skip
    return "\n".join(lines) + "\n"


def _gate_title(gate: Sequence[Row]) -> str:
    if not gate:
        return "The gate: no rule is broken."
    return f"The gate: {count(len(gate), 'rule is broken', 'rules are broken')}."


def json_text(report: Report) -> str:
    """One object with a list per relation; keys are column names, dates ISO."""
    found = {
        "question": report.title,
        "changes": [edit._asdict() for edit in report.edits],
        "moves": list(map(as_json, report.directions)),
        "item_moves": list(map(as_json, report.items)),
        "move_causes": [cause._asdict() for cause in report.causes],
        "gate": list(map(as_json, report.gate or ())),
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _item(row: Row) -> str:
    """What differs of a prerequisite, in a few words."""
    found = []
    before, after = day(row["safe_start_by_before"]), day(row["safe_start_by_after"])
    if before != after:
        found.append(f"start by {before} → {after}")
    if row["action_before"] != row["action_after"]:
        found.append(f"{row['action_before'] or 'nothing'} → {row['action_after'] or 'nothing'}")
    if abs(row["unlock_score_after"] - row["unlock_score_before"]) >= 1:
        scores = row["unlock_score_before"], row["unlock_score_after"]
        found.append(f"unlock {scores[0]:.1f} → {scores[1]:.1f} points")
    kept = day(row["capacity_finish_before"]), day(row["capacity_finish_after"])
    if kept[0] != kept[1]:
        found.append(f"with the days owners have there {kept[0]} → {kept[1]}")
    words = {
        "is_newly_blocked": "blocked now", "is_newly_unowned": "unowned now",
        "is_blocked_no_more": "no longer blocked", "is_unowned_no_more": "no longer unowned",
    }  # fmt: skip
    return ", ".join([*found, *(said for column, said in words.items() if row[column])])
