"""The schema says what the engine relies on, and the page about it is current."""

from __future__ import annotations

from pathlib import Path

from depmap.portfolio.convert import convert
from depmap.portfolio.documentation import markdown
from depmap.portfolio.schema import FILES, TABLES

CONTRACT = {
    "directions": "id name short_name description area sponsor value confidence target "
    "lead_low_days lead_likely_days lead_high_days status not_before ticket",
    "prerequisites": "id name short_name theme kind owner status lead_low_days lead_likely_days "
    "lead_high_days effort_days needed_confidence external_party started_on done_on not_before "
    "first_step lead_source need_source notes ticket shared_key",
    "touches": "prerequisite touchpoint",
    "more_sources": "prerequisite source",
    "dependencies": "item requires strength any_of confidence reason",
    "owners": "id name team capacity_days_per_week active contact",
    "themes": "id name colour description",
    "theme_keywords": "theme keyword",
    "decisions": "id question item owner lead_days status chosen decided_on ticket",
    "decision_options": "decision position name",
    "decision_picks": "decision option_position item any_of requires",
    "decision_changes": "decision option_position position changed field value",
    "decision_blocks": "decision item",
    "milestones": "id name date meaning",
    "milestone_items": "milestone item",
    "parked": "id name why_not_now source would_change_our_mind",
    "sources": "id title url states grade read_on",
    "settings": "as_of review_days park_below_confidence decide_min_points points_per_effort_day "
    "concentration_limit suggest_min_score suggest_min_margin suggest_weight_theme "
    "suggest_weight_neighbours suggest_weight_party suggest_weight_kind confidence_goal spread_low "
    "spread_high dates samples seed max_plans ticket_address",
    "route_pins": "position item any_of requires",
    "scenarios": "id name why",
    "scenario_changes": "scenario position changed field value",
}
# Rows that a scenario adds have the columns of the table that they join.
CONTRACT |= {
    f"scenario_{name}": f"scenario {CONTRACT[name]}"
    for name in ("directions", "prerequisites", "dependencies")
}


def test_tables_and_columns() -> None:
    """Every table the engine loads exists, with these columns in this order."""
    columns = {table.name: " ".join(column.name for column in table.columns) for table in TABLES}
    assert columns == CONTRACT


def test_every_column_explains_itself() -> None:
    """Every column has a meaning that is a sentence; day counts carry their unit in the name."""
    for table in TABLES:
        assert table.meaning.endswith(".")
        for column in table.columns:
            assert column.meaning.endswith("."), column
            if column.type == "whole number" and "days" in column.name:
                assert column.unit == "calendar days", column


def test_defaults_are_values_of_their_column() -> None:
    """A default typed into the file would be accepted and mean the same."""
    for table in TABLES:
        for column in table.typed_columns:
            if column.default is None:
                continue
            typed = "yes" if column.default is True else str(column.default)
            values, unfit = convert(column, [typed])
            assert values == [column.default]
            assert type(values[0]) is type(column.default)
            assert not unfit


def test_documentation_is_current() -> None:
    """docs/inputs.md is what the schema says: python -m depmap.portfolio.documentation."""
    page = Path(__file__).parents[2] / "docs" / "inputs.md"
    assert page.read_text(encoding="utf-8") == markdown()


def test_documentation_names_everything_a_person_types() -> None:
    """Every file, key and allowed word stands on the page."""
    page = markdown()
    for file in FILES:
        assert f"\n## {file}\n" in page
    for table in TABLES:
        for column in table.typed_columns:
            assert table.plain_list or f"| `{column.field}` |" in page
            assert all(word in page for word in column.allowed)
