"""Who is missing, and the other gaps that owners leave."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing
from depmap.answers.selections import prerequisites
from depmap.screen.pieces import columns, markup
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.state import view

RULES = {
    "no_owner": "No owner",
    "inactive_owner": "Inactive owner",
    "overloaded_owner": "Asked for more than they have",
    "concentration": "Holds too much unlock",
    "decision_without_owner": "Decision without owner",
    "direction_without_owner": "Direction without sponsor",
    "inactive_decider": "Inactive decider",
    "inactive_sponsor": "Inactive sponsor",
}
_OF_OWNERS = ("overloaded_owner", "concentration")
DOWNLOADED = (
    "item_id", "name", "theme", "unlock_score", "safe_start_by", "start_by", "candidate",
    "is_suggested", "evidence",
)  # fmt: skip


def _subject(row: Row) -> str:
    if row["rule"] in _OF_OWNERS:
        return markup.owner(row["subject_id"], row["subject"])
    known = row["subject_id"] in view.current().shared.items
    return markup.item_link(row["subject_id"], row["subject"]) if known else text(row["subject"])


GAPS = [
    Column("Gap", lambda row: text(RULES.get(row["rule"], row["rule"])), "rule", "right", "24%"),
    Column("Who or what", _subject, "subject", "title", "30%"),
    Column("Why", lambda row: text(row["reason"]), "reason", "line", "46%"),
]


def unowned(items: DataFrame, suggestions: DataFrame) -> DataFrame:
    """Open prerequisites without an owner, most points first, with their best candidate."""
    rows = prerequisites(items[items["is_open"] & (items["owner_id"] == "")])
    best = suggestions[suggestions["candidate_rank"] == 1][
        ["item_id", "owner_id", "owner", "is_suggested", "evidence"]
    ].rename(columns={"owner": "candidate", "owner_id": "candidate_id"})
    joined = rows.merge(best, on="item_id", how="left")
    joined[["candidate", "evidence"]] = joined[["candidate", "evidence"]].fillna("")
    return joined.sort_values(["unlock_score", "item_id"], ascending=[False, True])


def download_rows(rows: DataFrame) -> DataFrame:
    """The unowned as a file: what the table shows, with ids."""
    return rows[list(DOWNLOADED)]


def columns_of_unowned() -> list[Column]:
    """What, unlock, start by, likely owner and the evidence for it."""
    return [
        columns.WHAT_SHORT.wide("26%"),
        columns.unlock(),
        columns.START_BY,
        columns.LIKELY_OWNER.wide("23%"),
        Column("Evidence", _evidence, "suggested_owner", "line", "32%"),
    ]


def _evidence(row: Row) -> str:
    if not row["evidence"]:
        return muted("nothing speaks for anyone")
    is_clear = not is_missing(row["is_suggested"]) and bool(row["is_suggested"])
    closest = (
        ""
        if is_clear
        else muted("closest ") + markup.owner(row["candidate_id"], row["candidate"]) + muted(": ")
    )
    return tag("span", "dm-evidence", closest, text(row["evidence"].split(";")[0]))


def other(gaps: DataFrame) -> DataFrame:
    """Gaps that are not a missing owner of a prerequisite."""
    return gaps[gaps["rule"] != "no_owner"]
