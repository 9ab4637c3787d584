"""Every input file and every column of it, stated once.

Validation and docs/inputs.md are derived from TABLES.
"""

from __future__ import annotations

from depmap.portfolio.table import (
    MAX_LEAD_DAYS,
    Column,
    Table,
    choice,
    identifier,
    label,
    lead,
    not_before,
    open_lead,
    plain_list,
    reference,
    required_item,
    share,
    short_name,
    source,
    spread,
    text,
    ticket,
    weight,
)

# fmt: off
_PIN = (
    reference("item", "item", "The item that has the choice.", True),
    label("any_of", "The any-of group of that item.", True),
    required_item("The alternative to take."),
)

_DIRECTIONS = Table(
    "directions", "directions.yaml", "Future capabilities we may pursue.", required=True,
    columns=(
        identifier("direction"),
        text("name", "What we would be able to do.", required=True),
        short_name(),
        text("description", "What it means, in a sentence or two."),
        text("area", "Product area it belongs to."),
        reference("sponsor", "owner", "Owner who answers for the direction."),
        Column("value", "number", "Worth of having it for a year.", "points", default=0.0, low=0,
               high=100),
        share("confidence", "How likely it is that we pursue it.", 1.0),
        Column("target", "date or quarter", "When it should be there; a quarter: its last day."),
        lead("lead_low_days", "Own delivery time once everything is ready, at best.", 0),
        lead("lead_likely_days", "Own delivery time, most likely.", 0),
        lead("lead_high_days", "Own delivery time, at worst.", 0),
        choice("status", "Where it stands.", ("proposed", "committed", "delivered", "dropped"),
                "proposed"),
        not_before(),
        ticket(),
    ),
)

_PREREQUISITES = Table(
    "prerequisites", "prerequisites.csv",
    "What must be true first: contracts, accounts, certificates, enablers, decisions.",
    required=True,
    columns=(
        identifier("prerequisite"),
        text("name", "What will be there once it is done.", required=True),
        short_name(),
        reference("theme", "theme", "Theme; empty: found from the theme's keywords in the name."),
        choice("kind", "What sort of thing it is.",
                ("enabler", "procurement", "legal", "compliance", "partnership", "operational",
                 "decision"), None),
        reference("owner", "owner", "Who makes it happen; empty: nobody yet."),
        choice("status", "Where it stands; not_needed: what requires it no longer waits for it.",
                ("not_started", "in_progress", "done", "dropped", "not_needed"),
                "not_started"),
        open_lead("lead_low_days", "From starting it to having it, at best."),
        lead("lead_likely_days", "From starting it to having it, most likely."),
        open_lead("lead_high_days", "From starting it to having it, at worst."),
        Column("effort_days", "number", "Our own work in it; waiting for others costs none.",
               "person-days", required=True, low=0, high=100_000),
        share("needed_confidence",
               "How likely it is needed, given that the directions behind it go ahead.", 1.0),
        Column("external_party", "text", "Whose answer or signature it waits for.", party=True),
        Column("started_on", "date", "Day the work began."),
        Column("done_on", "date", "Day it was there."),
        not_before(),
        text("first_step", "What to do on the first day."),
        source("lead_source", "Where the lead comes from; assumed: by an import.", "assumed"),
        source("need_source", "Where the need comes from."),
        text("notes", "Anything a reader should know."),
        ticket(),
        label("shared_key",
              "A short word for the same real thing in several portfolios, such as duns."),
    ),
)

_TOUCHES = plain_list(
    _PREREQUISITES, "touches", "touches", "prerequisite", "What of our own it changes.",
    label("touchpoint", "A part of ours, such as runbooks or billing code.", True),
)

_MORE_SOURCES = plain_list(
    _PREREQUISITES, "more_sources", "more_sources", "prerequisite", "What else was read about it.",
    reference("source", "source", "A source that bears on its lead or its need.", True),
)

_DEPENDENCIES = Table(
    "dependencies", "dependencies.csv", "Which item needs which other item, and why.",
    required=True,
    columns=(
        reference("item", "item", "The item that waits.", True),
        required_item("What it waits for."),
        choice("strength", "hard: cannot do without; soft: helps. A row with any_of is hard.",
                ("hard", "soft"), "hard"),
        label("any_of",
               "Group of alternatives of this item, one of which is enough; empty: always needed."),
        share("confidence", "How sure we are that the requirement is real.", 1.0),
        text("reason", "Why it is required."),
    ),
)

_OWNERS = Table(
    "owners", "owners.csv", "Who can own items; nobody when the file is missing.",
    columns=(
        identifier("owner"),
        text("name", "Role or person.", required=True),
        text("team", "Team."),
        Column("capacity_days_per_week", "number", "What their team can put in; empty: unknown.",
               "person-days per week", low=0, high=1000),
        Column("active", "yes or no", "Whether the owner can still take work.", default=True),
        text("contact", "How to reach the owner: an address, a channel, a link."),
    ),
)

_THEMES = Table(
    "themes", "themes.yaml",
    "Kinds of work that items cluster in; the five standard ones when the file is missing.",
    columns=(
        identifier("theme"),
        text("name", "Name on the pages.", required=True),
        Column("colour", "colour", "Colour of its badges and bars, on light ground."),
        text("description", "What belongs to it."),
    ),
)

_THEME_KEYWORDS = plain_list(
    _THEMES, "theme_keywords", "keywords", "theme", "Words in a name that give an item its theme.",
    label("keyword", "A word to look for in names.", True),
)

_DECISIONS = Table(
    "decisions", "decisions.yaml", "Questions somebody has to settle.",
    columns=(
        identifier("decision"),
        text("question", "The question, as a question.", required=True),
        reference("item", "prerequisite", "The prerequisite of kind decision that it is, if any."),
        reference("owner", "owner", "Who decides."),
        lead("lead_days", "How long deciding takes.", 0),
        choice("status", "Whether it is settled.", ("open", "decided"), "open"),
        text("chosen", "Name of the chosen option, once decided."),
        Column("decided_on", "date", "Day it was settled."),
        ticket(),
    ),
)

_DECISION_OPTIONS = Table(
    "decision_options", "decisions.yaml", "The answers to choose from.",
    parent="decisions", key="options",
    columns=(
        Column("decision", "id", "The decision.", parent="id"),
        Column("position", "position", "Place in the list, from 1."),
        text("name", "The answer, in a few words.", required=True),
    ),
)

_DECISION_PICKS = Table(
    "decision_picks", "decisions.yaml", "What choosing the option pins.",
    parent="decision_options", key="picks",
    columns=(
        Column("decision", "id", "The decision.", parent="decision"),
        Column("option_position", "whole number", "The option.", parent="position"),
        *_PIN,
    ),
)

_CHANGE = (
    Column("position", "position", "Place in the list, from 1."),
    Column("changed", "text", "Id of what changes; item/group, item>requires or settings.",
           required=True, key="id"),
    label("field", "What changes of it.", True),
    text("value", "Its new value, as it would stand in the file."),
)

_DECISION_CHANGES = Table(
    "decision_changes", "decisions.yaml", "What choosing the option does to other rows.",
    parent="decision_options", key="changes",
    columns=(
        Column("decision", "id", "The decision.", parent="decision"),
        Column("option_position", "whole number", "The option.", parent="position"),
        *_CHANGE,
    ),
)

_DECISION_BLOCKS = plain_list(
    _DECISIONS, "decision_blocks", "blocks", "decision", "Items that wait for the answer.",
    reference("item", "item", "An item that waits for the answer.", True),
)

_MILESTONES = Table(
    "milestones", "milestones.yaml", "Dates that leadership watches.",
    columns=(
        identifier("milestone"),
        text("name", "Name on the pages.", required=True),
        Column("date", "date or quarter", "Day it is due; a quarter means its last day.",
               required=True),
        text("meaning", "What is true on that day."),
    ),
)

_MILESTONE_ITEMS = plain_list(
    _MILESTONES, "milestone_items", "items", "milestone", "What a milestone waits for.",
    reference("item", "item", "An item it waits for.", True),
)

_PARKED = Table(
    "parked", "parked.yaml", "Ideas nobody plans yet.",
    columns=(
        identifier("idea"),
        text("name", "The idea.", required=True),
        text("why_not_now", "Why it waits."),
        source("source", "Where that comes from."),
        text("would_change_our_mind", "What would bring it back."),
    ),
)

_SOURCES = Table(
    "sources", "sources.yaml", "Where leads and needs come from.",
    columns=(
        identifier("source"),
        text("title", "Title.", required=True),
        Column("url", "web address", "Link."),
        text("states", "What it says, in our words."),
        choice("grade", "primary: the party itself; secondary: others; old: may have changed.",
                ("primary", "secondary", "old"), None),
        Column("read_on", "date", "Day somebody last read it; empty: nobody opened it for this."),
    ),
)

_SETTINGS = Table(
    "settings", "settings.yaml", "Every number that tunes a rule.", one_row=True,
    columns=(
        Column("as_of", "date", "The day all dates are counted from; empty: today."),
        Column("review_days", "whole number", "Time until the next review.", "calendar days",
               default=90, low=1, high=MAX_LEAD_DAYS),
        share("park_below_confidence",
               "An item that can wait and is needed less likely than this is parked.", 0.5),
        Column("decide_min_points", "number",
               "What knowing must be worth so that an item is decided, not just started.",
               "points", default=0.1, low=0, high=1_000_000),
        Column("points_per_effort_day",
               "number", "Price of a day of our work; empty: the open portfolio just pays for "
               "itself in a year.", "points per person-day", low=0, high=1_000_000),
        share("concentration_limit", "Share of all unlock score one owner may hold.", 0.3),
        share("suggest_min_score", "Least score at which a likely owner is suggested.", 0.25),
        share("suggest_min_margin", "Least lead over the second candidate.", 0.05),
        weight("theme", 0.25),
        weight("neighbours", 0.4),
        weight("external party", 0.25),
        weight("kind", 0.1),
        share("confidence_goal", "Chance to be on time that the dates to start by aim at.", 0.8,
              0.01, 0.99),
        spread("low", "Low lead of a row with only a likely one, as a share of it.", 0, 1),
        spread("high", "High lead of such a row, as a multiple of the likely one.", 1, 100),
        Column("dates", "choice", "What stands first in dates like 3/4/2026; empty: refused.",
               allowed=("month-first", "day-first")),
        Column("samples", "whole number", "Draws from the lead ranges.", default=2000, low=100,
               high=100_000),
        Column("seed", "whole number", "Start of the random numbers.", default=1, low=0,
               high=2**32 - 1),
        Column("max_plans", "whole number", "Plans under other capacities that are tried, at most.",
               default=500, low=1, high=100_000),
        Column("ticket_address", "web address", "Address of a ticket that is a key: {key} in it."),
    ),
)

_ROUTE_PINS = Table(
    "route_pins", "settings.yaml", "Alternatives to take whatever is fastest.",
    parent="settings", key="route",
    columns=(Column("position", "position", "Place in the list, from 1."), *_PIN),
)

_SCENARIOS = Table(
    "scenarios", "scenarios.yaml", "What if: changes to try, by name.",
    columns=(
        identifier("scenario"),
        text("name", "The question, in a few words.", required=True),
        text("why", "Why it is worth trying."),
    ),
)

_SCENARIO_CHANGES = Table(
    "scenario_changes", "scenarios.yaml", "What the scenario changes.",
    parent="scenarios", key="changes",
    columns=(Column("scenario", "id", "The scenario.", parent="id"), *_CHANGE),
)


def _scenario_rows(table: Table) -> Table:
    """The rows that a scenario adds to a table, with the columns of that table."""
    return Table(
        f"scenario_{table.name}", "scenarios.yaml",
        f"Rows that the scenario adds, as they would stand in {table.file}.",
        parent="scenarios", key=f"rows.{table.name}", adds_to=table.name,
        columns=(Column("scenario", "id", "The scenario.", parent="id"), *table.columns),
    )


TABLES: tuple[Table, ...] = (
    _DIRECTIONS, _PREREQUISITES, _TOUCHES, _MORE_SOURCES, _DEPENDENCIES, _OWNERS, _THEMES,
    _THEME_KEYWORDS, _DECISIONS, _DECISION_OPTIONS, _DECISION_PICKS, _DECISION_CHANGES,
    _DECISION_BLOCKS, _MILESTONES, _MILESTONE_ITEMS, _PARKED, _SOURCES, _SETTINGS, _ROUTE_PINS,
    _SCENARIOS, _SCENARIO_CHANGES,
    *map(_scenario_rows, (_DIRECTIONS, _PREREQUISITES, _DEPENDENCIES)),
)
# fmt: on

FILES: tuple[str, ...] = tuple(dict.fromkeys(table.file for table in TABLES))


def nested_tables(table: Table) -> tuple[Table, ...]:
    """The tables whose rows are lists inside the rows of this one."""
    return tuple(nested for nested in TABLES if nested.parent == table.name)


def path(table: Table) -> tuple[str, ...]:
    """The keys that lead from a row of the file's main table to the nested table."""
    parent = next((other for other in TABLES if other.name == table.parent), None)
    return (*path(parent), table.key) if parent else ()


def family(table: Table) -> list[Table]:
    """The table and all tables nested in it, parents first."""
    return [table, *(own for nested in nested_tables(table) for own in family(nested))]
