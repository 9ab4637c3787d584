"""A small valid portfolio, and how a case says what it changes and what it expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# file, physical line, field, and a part of the printed problem
Expected = tuple[str, int, str, str]

# file ("" for the folder), rule, and a part of kind and example
Note = tuple[str, str, str]

BASE: dict[str, bytes] = {
    "directions.yaml": b"""\
- id: MARKET
  name: Marketplace listing
  sponsor: ann
  value: 40
  confidence: 0.5
  target: 2027-Q2
- id: SIGN-IN
  name: Single sign-on
  target: 2027-03-31
""",
    "prerequisites.csv": b"""\
id,name,short_name,theme,kind,owner,status,lead_low_days,lead_likely_days,lead_high_days,\
effort_days,needed_confidence,external_party,started_on,done_on,first_step,lead_source,\
need_source,notes
bank,Bank account,,approvals,procurement,ann,not_started,5,10,20,2,1,Bank,,,Call,guide,judgement,
terms,Signed terms,,approvals,legal,,not_started,10,30,60,4.5,,Operator,,,Read,judgement,,
buy,Bought layer,,build,procurement,bob,not_started,20,45,90,5,,,,,,,,
make,Built layer,,build,enabler,bob,not_started,60,90,150,60,,,,,,,,
choose,Buy or make,,build,decision,ann,not_started,7,14,30,2,,,,,,,,
""",
    "dependencies.csv": b"""\
item,requires,strength,any_of,confidence,reason
MARKET,bank,hard,,1,Payouts
MARKET,terms,hard,,0.9,Needed to list
SIGN-IN,buy,hard,layer,,Either
SIGN-IN,make,,layer,,or
SIGN-IN,choose,soft,,,Helps
""",
    "owners.csv": b"""\
id,name,team,capacity_days_per_week,active
ann,Ann,Product,3,yes
bob,Bob,Platform,10,no
""",
    "themes.yaml": b"""\
- id: approvals
  name: External approvals
  colour: "#a65e1f"
  keywords: [bank, terms]
- id: build
  name: Architecture
""",
    "decisions.yaml": b"""\
- id: layer
  question: Buy or make?
  item: choose
  owner: ann
  options:
    - name: Buy
      picks:
        - {item: SIGN-IN, any_of: layer, requires: buy}
    - name: Make
  blocks: [SIGN-IN]
  status: open
""",
    "milestones.yaml": b"""\
- id: listed
  name: Listed
  date: 2027-06-30
  items: [MARKET, bank]
""",
    "parked.yaml": b"""\
- id: boat
  name: A boat
  source: guide
""",
    "sources.yaml": b"""\
- id: guide
  title: Seller guide
  url: https://example.com/guide
  grade: primary
""",
    "settings.yaml": b"""\
as_of: 2026-11-23
suggest_weights:
  theme: 0.3
route:
  - item: SIGN-IN
    any_of: layer
    requires: make
""",
}

DEPENDENCIES = "item,requires,strength,any_of,confidence,reason\n"
PREREQUISITES = BASE["prerequisites.csv"].decode().split("\n")[0] + "\n"


@dataclass(frozen=True)
class Case:
    """Files laid over BASE (None removes one): refused with the problems of expected, in order;
    else accepted, with the rows of every table that rows names, and with notes on exactly what
    read_as names.
    """

    name: str
    files: Mapping[str, bytes | None]
    expected: tuple[Expected, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    read_as: tuple[Note, ...] = ()


def edited(file: str, old: str, new: str) -> dict[str, bytes]:
    """The file of BASE with one passage replaced."""
    text = BASE[file].decode()
    assert text.count(old) == 1, (file, old, text.count(old))
    return {file: text.replace(old, new).encode()}


def one(name: str, file: str, old: str, new: str, *expected: Expected) -> Case:
    """A case that replaces one passage."""
    return Case(name, edited(file, old, new), expected)


def appended(file: str, text: str) -> dict[str, bytes]:
    """The file of BASE with text at its end."""
    return {file: BASE[file] + text.encode()}


def prerequisite(id: str, **values: object) -> str:
    """One line of prerequisites.csv with harmless values for what is not given."""
    row = {
        "id": id, "name": f"Name of {id}", "kind": "enabler", "status": "not_started",
        "lead_low_days": 1, "lead_likely_days": 2, "lead_high_days": 3, "effort_days": 1, **values,
    }  # fmt: skip
    return ",".join(str(row.get(name, "")) for name in PREREQUISITES.strip().split(",")) + "\n"
