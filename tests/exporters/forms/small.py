"""One small portfolio for the tests of all forms, with awkward ids and names in it."""

from __future__ import annotations

import functools
from datetime import date

from duckdb import DuckDBPyConnection

from depmap.answers.filters import Filters
from depmap.engine.database import build
from depmap.exporters.extract import Extract
from tests.portfolios import portfolio

AS_OF = date(2026, 1, 1)


def extract(
    is_explained: bool = False, as_of: date = AS_OF, search: str = "", **filters: tuple[str, ...]
) -> Extract:
    """The portfolio below, narrowed by filters; built once, so not to be changed."""
    return Extract(_built(is_explained, as_of), "our map", Filters(search, **filters))


def changeable(contract: str = "", end: str = "", as_of: date = AS_OF) -> Extract:
    """The same, of a test's own, with the tickets of two of its prerequisites."""
    return Extract(_build(False, as_of, contract, end), "our map")


def _build(
    is_explained: bool, as_of: date, contract: str = "", end: str = ""
) -> DuckDBPyConnection:
    found = portfolio(
        owners=[
            {"id": "CIO", "name": "Information office", "capacity_days_per_week": 5.0},
            {"id": "LEGAL", "name": "Counsel", "capacity_days_per_week": 2.0},
        ],
        directions=[
            {"id": "EU", "name": "EU region", "value": 40.0, "target": date(2026, 5, 31),
             "sponsor": "CIO", "lead": 10, "status": "committed"},
            {"id": "SSO", "name": "Sign-in", "value": 20.0, "target": date(2026, 12, 31),
             "lead": 5},
        ],
        prerequisites=[
            {"id": "contract", "name": '=HYPERLINK("x") & "signed"', "lead": 60, "owner": "LEGAL",
             "effort_days": 4.0, "external_party": "@vendor", "first_step": "Ask #12 for terms",
             "lead_source": "guide", "ticket": contract},
            {"id": "account", "name": "Account | <b>open</b>", "lead": 30, "owner": "CIO",
             "effort_days": 2.0, "first_step": "Fill in\nthe form"},
            {"id": "soc2-t1", "name": "Report, first kind", "lead": 90, "effort_days": 8.0},
            {"id": "soc2-t2", "name": "Report, second kind", "lead": 200, "effort_days": 9.0},
            {"id": "end", "name": "Broker", "lead": 15, "effort_days": 1.0,
             "status": "in_progress", "started_on": date(2025, 12, 20), "owner": "CIO",
             "ticket": end},
            {"id": "done-it", "name": "Old thing", "lead": 5, "status": "done"},
        ],
        dependencies=[
            {"item": "EU", "requires": "contract", "reason": "No terms, no region"},
            {"item": "contract", "requires": "account"},
            {"item": "SSO", "requires": "end"},
            {"item": "SSO", "requires": "soc2-t1", "any_of": "evidence"},
            {"item": "SSO", "requires": "soc2-t2", "any_of": "evidence"},
            {"item": "EU", "requires": "soc2-t1", "strength": "soft"},
            {"item": "account", "requires": "done-it"},
        ],
        touches=[{"prerequisite": "contract", "touchpoint": "billing code"},
                 {"prerequisite": "contract", "touchpoint": "runbooks"}],
        sources=[{"id": "guide", "title": "Vendor guide", "url": "https://example.org/a?b=1",
                  "grade": "primary"}],
        decisions=[
            {"id": "D-1", "question": "Which vendor: A or B?", "owner": "CIO", "lead_days": 14,
             "status": "open"},
        ],
        decision_options=[
            {"decision": "D-1", "position": 1, "name": "A"},
            {"decision": "D-1", "position": 2, "name": "B"},
        ],
        decision_blocks=[{"decision": "D-1", "item": "contract"}],
        milestones=[{"id": "M1", "name": "First tenants", "date": date(2026, 6, 30)}],
        milestone_items=[{"milestone": "M1", "item": "EU"}],
    )  # fmt: skip
    return build(found, as_of, is_explained=is_explained)


_built = functools.cache(_build)
