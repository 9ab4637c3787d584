"""A small commented portfolio to start one's own from."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from depmap.inputs.documentation import markdown
from depmap.inputs.schema import TABLES, nested_tables
from depmap.inputs.table import Table

Entry = Mapping[str, object]

# What YAML reads as text when it stands without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9][\w .,/()?'-]*(?<! )")


def write_example(folder: Path, today: date | None = None) -> list[Path]:
    """Write an example portfolio with targets after today; the written files, sorted.

    The folder is created when it is missing. Raises FileExistsError, and writes nothing, when
    one of the files is already there.
    """
    rows = _rows(today or date.today())
    contents = {"README.md": markdown()}
    for table in TABLES:
        if not table.parent:
            lay_out = _csv if table.file.endswith(".csv") else _yaml
            contents[table.file] = lay_out(table, rows[table.name])
    folder.mkdir(parents=True, exist_ok=True)
    for name in contents:
        if (folder / name).exists():
            raise FileExistsError(f"{folder / name} is already there")
    for name, text in contents.items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return sorted(folder / name for name in contents)


def _csv(table: Table, entries: Sequence[Entry]) -> str:
    buffer = io.StringIO()
    names = [column.name for column in table.typed_columns]
    writer = csv.DictWriter(buffer, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(entries)
    return buffer.getvalue()


def _yaml(table: Table, entries: Sequence[Entry]) -> str:
    lines = [f"# {table.meaning}"]
    for column in table.typed_columns:
        unit = f" In {column.unit}." if column.unit else ""
        lines.append(f"#   {column.field}: {column.meaning}{unit}")
    lines += [f"#   {nested.key}: {nested.meaning}" for nested in nested_tables(table)]
    for entry in entries:
        lines.append("")
        lines += _block(entry) if table.one_row else _entry(entry)
    return "\n".join([*lines, *([] if entries else ["[]"])]) + "\n"


def _entry(entry: object) -> list[str]:
    if not isinstance(entry, Mapping):
        return [f"- {_scalar(entry)}"]
    first, *rest = _block(entry)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _block(entry: Entry) -> list[str]:
    lines: list[str] = []
    for key, value in entry.items():
        if isinstance(value, Mapping):
            lines += [f"{key}:", *(f"  {line}" for line in _block(value))]
        elif isinstance(value, list):
            lines += [f"{key}:", *(f"  {line}" for item in value for line in _entry(item))]
        else:
            lines.append(f"{key}: {_scalar(value)}".rstrip())
    return lines


def _scalar(value: object) -> str:
    text = str(value)
    return text if not text or _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _quarter(today: date, ahead: int) -> str:
    number = today.year * 4 + (today.month - 1) // 3 + ahead
    return f"{number // 4}-Q{number % 4 + 1}"


# fmt: off
def _rows(today: date) -> dict[str, list[Entry]]:
    """The example by table: what the files say, nested lists inside their rows."""
    return {
        "directions": [
            {
                "id": "SIGN-IN",
                "name": "Single sign-on for large customers",
                "short_name": "Single sign-on",
                "description": "Employees of a customer sign in with their company account.",
                "area": "Identity",
                "sponsor": "product",
                "value": 60,
                "confidence": 0.9,
                "target": _quarter(today, 3),
                "lead_low_days": 7,
                "lead_likely_days": 14,
                "lead_high_days": 30,
                "status": "committed",
            },
            {
                "id": "MARKET",
                "name": "Listing in a cloud marketplace",
                "description": "Customers buy us on the bill of their cloud provider.",
                "area": "Sales channels",
                "sponsor": "product",
                "value": 40,
                "confidence": 0.5,
                "target": _quarter(today, 5),
            },
        ],
        "prerequisites": [
            _prerequisite("seller-account", "Verified seller account", "approvals", "procurement",
                          "", (10, 30, 75), 3, external_party="Marketplace operator",
                          first_step="Collect bank details and tax forms",
                          lead_source="seller-guide", need_source="seller-guide"),
            _prerequisite("reseller-terms", "Signed reseller terms", "approvals", "legal",
                          "counsel", (14, 30, 60), 4, external_party="Marketplace operator",
                          first_step="Read the standard terms and mark what we cannot accept"),
            _prerequisite("usage-records", "Usage records per customer", "architecture",
                          "enabler", "platform", (15, 30, 60), 20,
                          first_step="List what has to be counted"),
            _prerequisite("tenant-ids", "One id per customer in all services", "architecture",
                          "enabler", "platform", (10, 20, 40), 15, status="done"),
            _prerequisite("identity-choice", "Buy or build the sign-in layer", "architecture",
                          "decision", "product", (7, 14, 30), 2,
                          first_step="Ask two vendors for a price"),
            _prerequisite("vendor-contract", "Contract with a sign-in vendor", "approvals",
                          "procurement", "counsel", (20, 45, 90), 5,
                          external_party="Sign-in vendor",
                          first_step="Send the security questionnaire"),
            _prerequisite("own-sign-in", "Sign-in layer of our own", "architecture", "enabler",
                          "platform", (60, 90, 150), 60,
                          first_step="Prototype against one identity provider"),
            _prerequisite("admin-guide", "Guide for customer administrators", "enablement",
                          "operational", "", (5, 10, 20), 6, needed_confidence=0.8,
                          first_step="Interview two administrators",
                          notes="A few customers may set it up without a guide."),
        ],
        "dependencies": [
            _dependency("SIGN-IN", "identity-choice", "hard", "The way is open until we choose."),
            _dependency("SIGN-IN", "vendor-contract", "hard", "Either the bought layer",
                        any_of="sign-in-layer"),
            _dependency("SIGN-IN", "own-sign-in", "hard", "or the built one is enough.",
                        any_of="sign-in-layer"),
            _dependency("SIGN-IN", "tenant-ids", "hard", "A sign-in belongs to one customer."),
            _dependency("SIGN-IN", "admin-guide", "hard", "Administrators set it up alone.",
                        confidence=0.7),
            _dependency("own-sign-in", "identity-choice", "hard", "Not before it is chosen."),
            _dependency("MARKET", "seller-account", "hard", "Only verified sellers may list."),
            _dependency("MARKET", "reseller-terms", "hard", "The operator resells for us."),
            _dependency("MARKET", "usage-records", "hard", "The operator bills by usage."),
            _dependency("usage-records", "tenant-ids", "hard", "Usage is counted per customer."),
            _dependency("MARKET", "admin-guide", "soft", "Fewer questions after launch."),
        ],
        "owners": [
            {"id": "product", "name": "Head of Product", "team": "Product",
             "capacity_days_per_week": 3, "active": "yes"},
            {"id": "platform", "name": "Platform Lead", "team": "Platform",
             "capacity_days_per_week": 10, "active": "yes"},
            {"id": "counsel", "name": "General Counsel", "team": "Legal",
             "capacity_days_per_week": 2, "active": "yes"},
        ],
        "themes": [
            {"id": "architecture", "name": "Architecture", "colour": "#1f6cca",
             "description": "What we build.", "keywords": ["sign-in", "records", "services"]},
            {"id": "approvals", "name": "External approvals", "colour": "#a65e1f",
             "description": "What others sign or verify.",
             "keywords": ["contract", "terms", "verified"]},
            {"id": "enablement", "name": "Enablement", "colour": "#578550",
             "description": "What people need to use it.", "keywords": ["guide", "training"]},
        ],
        "decisions": [
            {
                "id": "buy-or-build",
                "question": "Do we buy or build the sign-in layer?",
                "item": "identity-choice",
                "owner": "product",
                "options": [
                    {"name": "Buy", "picks": [_pin("vendor-contract")]},
                    {"name": "Build", "picks": [_pin("own-sign-in")]},
                ],
                "blocks": ["own-sign-in", "SIGN-IN"],
                "lead_days": 14,
                "status": "open",
            },
        ],
        "milestones": [
            {"id": "paperwork", "name": "Paperwork in flight",
             "date": date(today.year + 1, 6, 30).isoformat(),
             "meaning": "Every contract is with the other party.",
             "items": ["seller-account", "reseller-terms"]},
        ],
        "parked": [
            {"id": "on-premises", "name": "Installation at the customer",
             "why_not_now": "Nobody has asked for it.", "source": "judgement",
             "would_change_our_mind": "Two customers ask for it in writing."},
        ],
        "sources": [
            {"id": "seller-guide", "title": "Guide for marketplace sellers",
             "url": "https://example.com/seller-guide",
             "states": "Verification takes about a month.", "grade": "primary"},
        ],
        "settings": [
            {"as_of": "", "review_days": 90, "suggest_weights": {
                "theme": 0.25, "neighbours": 0.4, "party": 0.25, "kind": 0.1}},
        ],
    }


def _prerequisite(
    id: str, name: str, theme: str, kind: str, owner: str, leads: tuple[int, int, int],
    effort_days: float, status: str = "not_started", needed_confidence: float = 1,
    **more: str,
) -> Entry:
    low, likely, high = leads
    return {
        "id": id, "name": name, "theme": theme, "kind": kind, "owner": owner, "status": status,
        "lead_low_days": low, "lead_likely_days": likely, "lead_high_days": high,
        "effort_days": effort_days, "needed_confidence": needed_confidence,
        "lead_source": "judgement", "need_source": "judgement", **more,
    }


def _dependency(
    item: str, requires: str, strength: str, reason: str, any_of: str = "", confidence: float = 1
) -> Entry:
    return {"item": item, "requires": requires, "strength": strength, "any_of": any_of,
            "confidence": confidence, "reason": reason}


def _pin(requires: str) -> Entry:
    return {"item": "SIGN-IN", "any_of": "sign-in-layer", "requires": requires}
# fmt: on
