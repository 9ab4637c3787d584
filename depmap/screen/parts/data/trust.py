"""What the Data page says: can I trust this, and how is each number computed?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.answers.selections import prerequisites
from depmap.screen.pieces import columns, markup, ui
from depmap.screen.pieces.markup import muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.screen.pieces.ui import Tile
from depmap.screen.state import published, view
from depmap.versions.live import Version
from depmap.words import item as item_words
from depmap.words.formats import GRADES, count, day, percent
from depmap.words.sentence import Settings

LEADS = ("lead_low_days", "lead_likely_days", "lead_high_days")
RELATIONS = (
    "directions",
    "items",
    "plan",
    "unlocks",
    "unlock_parts",
    "themes",
    "owners",
    "owner_gaps",
    "owner_suggestions",
    "decisions",
    "milestones",
    "calibration",
)
# What the pages call a measure, and the relation and column whose comment defines it.
MEASURES = (
    ("Start by", "items", "safe_start_by"),
    ("Last day", "items", "start_by"),
    ("Can start", "items", "earliest_start"),
    ("Slack", "items", "slack_days"),
    ("No slack to a target", "items", "is_critical"),
    ("Advisory date", "items", "advisory_start_by"),
    ("Unlock score", "items", "unlock_score"),
    ("Value that waits on it", "items", "at_stake"),
    ("Chance it is needed", "items", "p_used"),
    ("Essential", "items", "is_essential"),
    ("Cost of waiting", "items", "cost_of_waiting"),
    ("Acting is right from", "items", "break_even_confidence"),
    ("Likely finish", "directions", "forecast"),
    ("4 in 5 by", "directions", "p80"),
    ("Chance on time", "directions", "chance_on_time"),
    ("Days in hand", "directions", "reserve_days"),
    ("Outlook", "directions", "outlook"),
    ("Asked until the review", "owners", "load"),
    ("Given until the review", "owners", "planned_load"),
    ("Needs at least", "owners", "least_capacity_percent"),
    ("Share of unlock", "owners", "unlock_share"),
    ("Decide by", "decisions", "decide_by"),
)


FIRST_FINDINGS = 3
FIRST_JUDGEMENTS = 10


def tiles(
    items: DataFrame, findings: DataFrame, backtest: DataFrame, problem_count: int
) -> list[Tile]:
    """Problems, findings, sourced leads, owned items, and how good the owner rule is."""
    rows = prerequisites(items)
    sourced = int((rows["lead_grade"] != "judgement").sum())
    owned = rows[rows["owner_id"] != ""]
    kinds = findings["rule"].value_counts()
    first = f"{kinds.iloc[0]} × {kinds.index[0]}" if len(kinds) else "nothing is questionable"
    problem = "the last good data is shown" if problem_count else "every row converted"
    return [
        Tile("Problems", str(problem_count), "", problem, "late" if problem_count else ""),
        Tile("Findings", str(len(findings)), "", first, "risk" if len(findings) else ""),
        Tile("Leads with a source", str(sourced), f"of {len(rows)}", "others are judgement"),
        Tile(
            "Owned prerequisites",
            str(len(owned)),
            f"of {len(rows)}",
            count(owned["owner_id"].nunique(), "owner"),
        ),
        _rule_tile(backtest),
    ]


def _rule_tile(backtest: DataFrame) -> Tile:
    label = "Owner rule finds the owner"
    known = backtest.iloc[0]
    if not known["covered_items"] or is_missing(known["top1_accuracy"]):
        return Tile(label, "–", "", "too few owned prerequisites to test")
    share, base = percent(known["top1_accuracy"]), percent(known["majority_accuracy"])
    return Tile(label, share, "", f"always the busiest owner: {base}")


def backtest_note(backtest: DataFrame) -> str:
    """What the back-test is, in two sentences; empty when nothing could be tested."""
    known = backtest.iloc[0]
    if not known["covered_items"] or is_missing(known["top1_accuracy"]):
        return ""
    return (
        f"How often the rule for likely owners finds the owner this portfolio already names: each "
        f"of {known['known_items']} known owners was hidden in turn. It dared a suggestion for "
        f"{percent(known['coverage'])} and was right in {percent(known['top1_accuracy'])} of "
        f"those; the owner is among its first three in {percent(known['top3_accuracy'])} of all. "
        f"Always naming {known['majority_owner']} would be right in "
        f"{percent(known['majority_accuracy'])}."
    )


def calibration_note(finished: DataFrame) -> str:
    """How often leads held; rows of report.calibration, by their ranges before the start."""
    rows = records(finished)
    started = tuple((row["item_id"], row["started_on"].date()) for row in rows)
    before = published.past().ranges(started) if view.current().data.has_inputs else {}
    return item_words.calibration(
        [{**row, **dict(zip(LEADS, before.get(row["item_id"], ()), strict=False))} for row in rows],
        len(before),
    )


def grouped(findings: DataFrame, items: Mapping[str, Row]) -> str:
    """The findings by rule: how many, what they share, the first ones, the rest behind a click.

    Rows of report.findings; ready HTML, empty without any.
    """
    by_rule: dict[str, list[Row]] = {}
    for row in records(findings):
        by_rule.setdefault(row["rule"], []).append(row)
    groups = (_rule(rule, rows, items) for rule, rows in by_rule.items())
    return tag("div", "dm-findings", *groups) if by_rule else ""


def _rule(rule: str, rows: Sequence[Row], items: Mapping[str, Row]) -> str:
    """One rule: what all its rows share stands once, above them."""
    told = ("what", "why", "fix") if len(rows) > 1 else ("fix",)
    shared = {name: rows[0][name] for name in told if len({row[name] for row in rows}) == 1}
    columns = _finding_columns(items, shared)
    first, rest = rows[:FIRST_FINDINGS], rows[FIRST_FINDINGS:]
    number = tag("small", "", text(f"{len(rows)}"))
    said = " ".join(shared[name] for name in ("what", "why", "fix") if name in shared)
    return "".join(
        [
            tag("h3", "dm-rule", text(rule.capitalize()), number),
            tag("p", "dm-note", text(said)) if said else "",
            ui.table_html(first, columns),
            ui.rest_html(rest, columns),
        ]
    )


def _finding_columns(items: Mapping[str, Row], shared: Mapping[str, str]) -> list[Column]:
    """Columns of the findings of one rule; a subject that is an item or owner links to its page."""

    def subject(row: Row) -> str:
        return _about(row, items) + tag("small", "", columns.line_of(row))

    def why(row: Row) -> str:
        own = (row[name] for name in ("what", "why") if name not in shared)
        return text(" ".join(filter(None, own)))

    found = [Column("About", subject, "subject", "title", "40%")]
    if not {"what", "why"} <= shared.keys():
        found.append(Column("Why it matters", why, "why", "line"))
    if "fix" not in shared:
        found.append(Column("What to do", lambda row: text(row["fix"]), "fix", "line", "26%"))
    return found


def _about(row: Row, items: Mapping[str, Row]) -> str:
    if row["source_file"].rpartition("/")[2].startswith("owners."):
        return markup.owner(row["subject_id"], row["subject"])
    if row["subject_id"] in items:
        return markup.item_link(row["subject_id"], row["subject"])
    return text(row["subject"])


def rests_on(items: DataFrame, sources: DataFrame) -> list[Row]:
    """One row per grade: how many leads rest on it, how many set a date, and when it was read.

    items: rows of report.items; sources: those of report.item_sources. Open prerequisites count.
    """
    leads = prerequisites(items[items["is_open"]])
    cited = sources[(sources["used_for"] == "lead") & sources["item_id"].isin(leads["item_id"])]
    rows: list[Row] = []
    for grade in GRADES:
        own = leads[leads["lead_grade"] == grade]
        read = cited[cited["grade"] == grade].drop_duplicates("source_id")
        if own.empty:
            continue
        rows.append(
            {
                "grade": grade,
                "leads": len(own),
                "all": len(leads),
                "needed": int(own["is_on_route"].sum()),
                "sources": len(read),
                "unread": int(read["read_on"].isna().sum()),
                "oldest": read["read_on"].min(),
                "newest": read["read_on"].max(),
            }
        )
    return rows


def _read(row: Row) -> str:
    """When the sources of a grade were read, and of how many nobody knows."""
    if not row["sources"]:
        return muted("nothing to read")
    unread = f"{row['unread']} not opened" if row["unread"] else ""
    if is_missing(row["oldest"]):
        return muted(unread)
    first, last = day(row["oldest"]), day(row["newest"])
    when = first if first == last else f"{first} to {last}"
    return text(when) + (tag("small", "", text(unread)) if unread else "")


RESTS_ON = [
    Column("Leads rest on", lambda row: text(GRADES[row["grade"]]), "", "title", "34%"),
    Column("Leads", lambda row: text(f"{row['leads']} of {row['all']}"), "", "right", "14%", True),
    Column("On a route", lambda row: text(row["needed"]), "", "line", "12%", True),
    Column("Sources", lambda row: text(row["sources"] or "–"), "", "line", "10%", True),
    Column("Read on", _read, "", "line", "30%"),
]


def oldest_first(sources: DataFrame) -> list[Row]:
    """Every source that something rests on, the one read longest ago first, with how much does.

    Rows of report.item_sources.
    """
    uses = sources.groupby("source_id")["item_id"].nunique()
    once = sources.drop_duplicates("source_id").sort_values(
        ["read_on", "source_id"], na_position="first"
    )
    return [{**row, "uses": int(uses[row["source_id"]])} for row in records(once)]


SOURCES = [
    Column("Source", lambda row: markup.outside_link(row["title"], row["url"]), "", "title", "52%"),
    Column("Grade", lambda row: text(row["grade"]), "", "line", "14%"),
    Column("Read on", lambda row: markup.day(row["read_on"], "not opened"), "", "right", "18%"),
    Column("Used by", lambda row: text(count(row["uses"], "item")), "", "line", "16%"),
]


def judgement_columns(directions: Mapping[str, Row]) -> list[Column]:
    """Columns of the leads that rest on judgement and decide a date."""

    def item(row: Row) -> str:
        return markup.item_link(row["item_id"], row["name"]) + tag(
            "small", "", columns.line_of(row)
        )

    def date_of(row: Row) -> str:
        direction = directions[row["direction_id"]]
        share = tag("small", "", text(f"in {percent(row['critical_share'])} of cases"))
        return markup.item_link(row["direction_id"], direction["chart_name"]) + share

    def range_of(row: Row) -> str:
        low, likely, high = (row[f"lead_{end}_days"] for end in ("low", "likely", "high"))
        return text(f"{low:g} to {high:g} days, likely {likely:g}")

    return [
        Column("Prerequisite", item, "name", "title", "44%"),
        Column("Lead by judgement", range_of, "lead_likely_days", "line", "28%"),
        Column("Decides the date of", date_of, "critical_share", "line", "28%"),
    ]


def split(judgements: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """The judgements on which most value waits, and the rest."""
    return judgements[:FIRST_JUDGEMENTS], judgements[FIRST_JUDGEMENTS:]


def measures(comments: Mapping[str, Mapping[str, str]]) -> str:
    """The measures of the pages with the words that stand beside their rule in sql/."""
    return markup.facts(
        (label, text(comments[relation].get(column, ""))) for label, relation, column in MEASURES
    )


def every_column(comments: Mapping[str, str]) -> str:
    """All columns of one relation with their meaning; ready HTML."""
    return markup.facts((name, text(meaning)) for name, meaning in comments.items())


def method(settings: Settings) -> Sequence[str]:
    """How ranges become chances and reserves, in four sentences."""
    goal = percent(settings["confidence_goal"])
    return (
        "Every lead is a range: low, likely, high; it is drawn from a PERT-beta curve between low "
        "and high that peaks at the likely value, and an item in progress from what is left of it.",
        f"{settings['samples']:,} drawn cases walk the same route, leads independent of each "
        f"other and owners' capacity not counted (seed {settings['seed']}, so every run of the "
        "same data gives the same numbers).",
        "The chance on time is the share of cases in which a direction meets its target when "
        "everything starts as early as it can; 4 in 5 by is the day that 80 % of them meet.",
        f"The reserve is the number of days a direction must keep in hand so that starting "
        f"everything on the day to start by still meets the target in {goal} of cases; start by "
        "is the last day less that reserve.",
    )


def versions(data: Version) -> str:
    """Which data is shown: day, build, load time, version; ready HTML."""
    load = f"{data.load_seconds:.1f} s" if data.load_seconds else "taken over from an earlier run"
    return markup.facts(
        [
            ("As of", text(day(data.as_of))),
            ("Built", text(f"{data.built_at:%H:%M} on {day(data.built_at)}")),
            ("Loaded in", text(load)),
            ("Version", text(f"{data.number} ({data.content})" if data.content else data.number)),
        ]
    )


def bullet_list(lines: Sequence[str]) -> str:
    """Sentences as a numbered list; ready HTML."""
    return tag("ol", "dm-method", *(tag("li", "", text(line)) for line in lines))
