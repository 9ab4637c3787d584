"""Ids, references and dependencies between them.

Cases marked (finding) load: what is wrong with them is shown by the engine, on the pages.
"""

from __future__ import annotations

from tests.inputs.corpus.base import (
    BASE,
    Case,
    appended,
    edited,
    one,
    prerequisite,
)

PRE, DEP, DIR, DEC = "prerequisites.csv", "dependencies.csv", "directions.yaml", "decisions.yaml"


def _ring(size: int) -> str:
    """size prerequisites, each of which requires the next."""
    return "".join(f"r{n},r{(n + 1) % size},hard,,,\n" for n in range(size))


def _items(*lines: str) -> dict[str, bytes]:
    return appended(PRE, "".join(lines))


# fmt: off
_UNKNOWN_REFERENCES = (
    one("unknown id in directions.sponsor", DIR,
         "sponsor: ann", "sponsor: anne",
         (DIR, 3, "sponsor", 'no owner is called "anne".\n    Expected the id of an owner. '
            'Did you mean "ann"? If it is new, add it to p/owners.csv.')),
    one("unknown id in prerequisites.theme", PRE,
         "Bank account,,approvals", "Bank account,,aprovals",
         (PRE, 2, "theme", 'no theme is called "aprovals".\n    Expected the id of a theme. '
          'Did you mean "approvals"?')),
    one("unknown id in prerequisites.owner", PRE,
         "procurement,ann", "procurement,an",
         (PRE, 2, "owner", 'Did you mean "ann"?')),
    one("unknown id in prerequisites.lead_source", PRE,
         "Call,guide", "Call,guides",
         (PRE, 2, "lead_source", "Expected the id of a source, judgement or assumed. Did you mean "
          '"guide"?')),
    one("unknown id in prerequisites.need_source", PRE,
         "guide,judgement", "guide,judgment",
         (PRE, 2, "need_source", 'Did you mean "judgement"?')),
    one("unknown id in dependencies.item", DEP,
         "MARKET,bank", "MARKT,bank",
         (DEP, 2, "item", 'Did you mean "MARKET"?')),
    one("unknown id in dependencies.requires", DEP,
         "MARKET,terms", "MARKET,term",
         (DEP, 3, "requires", 'no item is called "term".\n    Expected the id of a direction or '
          'prerequisite. Did you mean "terms"? If it is new, add it to p/prerequisites.csv.')),
    one("unknown id in decisions.item", DEC,
         "item: choose", "item: chose",
         (DEC, 3, "item", 'no prerequisite is called "chose"')),
    one("unknown id in decisions.owner", DEC,
         "owner: ann", "owner: zoe",
         (DEC, 4, "owner", 'no owner is called "zoe"')),
    one("unknown id in decisions.options.picks.item", DEC,
         "item: SIGN-IN, any_of", "item: SIGNIN, any_of",
         (DEC, 8, "options.picks.item", 'Did you mean "SIGN-IN"?')),
    one("unknown id in decisions.options.picks.requires", DEC,
         "requires: buy", "requires: bye",
         (DEC, 8, "options.picks.requires", 'Did you mean "buy"?')),
    one("unknown id in decisions.blocks", DEC,
         "blocks: [SIGN-IN]", "blocks:\n    - SIGN-IN\n    - MARKETS",
         (DEC, 12, "blocks", 'Did you mean "MARKET"?')),
    one("unknown id in milestones.items", "milestones.yaml",
         "[MARKET, bank]", "[MARKET, banks]",
         ("milestones.yaml", 4, "items", 'Did you mean "bank"?')),
    one("unknown id in parked.source", "parked.yaml",
         "source: guide", "source: guid",
         ("parked.yaml", 3, "source", 'Did you mean "guide"?')),
    one("unknown id in settings.route.item", "settings.yaml",
         "item: SIGN-IN", "item: SIGN-UP",
         ("settings.yaml", 5, "route.item", 'Did you mean "SIGN-IN"?')),
    one("unknown id in settings.route.requires", "settings.yaml",
         "requires: make", "requires: mace",
         ("settings.yaml", 7, "route.requires", 'Did you mean "make"?')),
)

_IDS = (
    Case("duplicate id in one file", _items(prerequisite("bank")),
         ((PRE, 7, "id", 'the id "bank" is used again.\n    Expected each id once; the first is '
           "in p/prerequisites.csv line 2."),)),
    Case("id of a direction equal to a prerequisite (both places named)",
         _items(prerequisite("SIGN-IN")),
         ((PRE, 7, "id", "the first is in p/directions.yaml line 7"),)),
    Case("duplicate id in a nested file", appended("themes.yaml", "- id: build\n  name: B\n"),
         (("themes.yaml", 7, "id", "the first is in p/themes.yaml line 5"),)),
    Case("same id in unrelated tables (accepted)", appended("owners.csv", "bank,Bank,,1,yes\n"),
         rows={"owners": 3}),
    Case("ids that differ only by case", _items(prerequisite("Bank")),
         ((PRE, 7, "id", 'the id "Bank" looks like "bank"'),)),
    Case("ids of mixed alphabets that look the same", _items(prerequisite("b\u0430nk")),
         ((PRE, 7, "id", 'the id "b\u0430nk" looks like "bank".\n    Expected ids that a reader '
           "can tell apart; see p/prerequisites.csv line 2."),)),
    Case("ids that differ by the kind of dash or width",
         _items(*map(prerequisite, ("a-b", "a\u2010b", "\uff41-b"))),
         ((PRE, 8, "id", "looks like"), (PRE, 9, "id", "looks like"))),
    Case("ids of one foreign alphabet (accepted)",
         _items(*map(prerequisite, ("нет", "да", "мой", "мои", "café", "cafe"))),
         rows={"prerequisites": 11}),
    Case("id of a filler", _items(prerequisite("\u3164")),
         ((PRE, 7, "id", "holds a sign that nobody sees"),)),
    Case("id with a joiner", _items(prerequisite("ba\u034fnk")),
         ((PRE, 7, "id", "nobody sees"), (PRE, 7, "id", "looks like"))),
    Case("id that begins with a combining mark", _items(prerequisite("\u0335x")),
         ((PRE, 7, "id", "begins with a mark that belongs on a letter"),)),
    Case("ids that differ only by Unicode form",
         _items(prerequisite("caf\u00e9"), prerequisite("cafe\u0301")),
         ((PRE, 8, "id", "looks like"), (PRE, 8, "id", "spells accents as separate characters"))),
    Case("reference in another Unicode form (read as)",
         {**_items(prerequisite("caf\u00e9")), **appended(DEP, "MARKET,cafe\u0301,hard,,,\n")},
         read_as=((DEP, "read as", "ids"),)),
    Case("an id of 500 characters", _items(prerequisite("x" * 500)),
         ((PRE, 7, "id", "(500 characters) is too long"),)),
    Case("id with blanks around it (read as)", _items(prerequisite(" x ")),
         read_as=((PRE, "read as", 'blanks around values id " x " → "x"'),)),
    Case("reference with blanks around it (read as)", appended(DEP, "MARKET, buy,hard,,,\n"),
         read_as=((DEP, "read as", 'blanks around values requires " buy" → "buy"'),)),
    Case("id with an invisible character", _items(prerequisite("a\u200bb")),
         ((PRE, 7, "id", r'the id "a\u200bb" holds a character that is not visible'),)),
    Case("right-to-left and emoji names (accepted)",
         _items(prerequisite("עברית", name="שלום עולם"), prerequisite("🚀", name="🚀 اطلاق")),
         rows={"prerequisites": 7}),
    Case("missing id", _items(prerequisite("")), ((PRE, 7, "id", "the value is missing"),)),
)

_DEPENDENCY_ROWS = (
    Case("self-dependency", appended(DEP, "bank,bank,hard,,,\n"),
         ((DEP, 7, "requires", '"bank" requires itself'),)),
    Case("duplicate dependency", appended(DEP, "MARKET,bank,soft,,,\n"),
         ((DEP, 7, "", 'the dependency "MARKET" → "bank" stands here again.\n    Expected each '
           "once; the first is in line 2."),)),
    Case("same dependency in two groups (accepted)", appended(DEP, "SIGN-IN,buy,hard,other,,\n"),
         rows={"dependencies": 6}),
    Case("soft row with any_of", appended(DEP, "MARKET,buy,soft,way,,\n"),
         ((DEP, 7, "strength", 'the row is soft and in the group "way"'),)),
    Case("neither strength nor any_of", appended(DEP, "MARKET,buy,,,,\n"),
         ((DEP, 7, "strength", "the value is missing"),)),
    *(
        Case(f"hard cycle of {size} items (finding)",
             {**_items(*(prerequisite(f"r{n}") for n in range(size))),
              **appended(DEP, _ring(size))}, rows={"dependencies": 5 + size})
        for size in (2, 30)
    ),
    Case("hard cycle of 1 item", {**_items(prerequisite("r0")), **appended(DEP, _ring(1))},
         ((DEP, 7, "requires", '"r0" requires itself'),)),
    Case("a cycle an alternative avoids (accepted)", appended(DEP, "buy,SIGN-IN,hard,,,\n"),
         rows={"dependencies": 6}),
    Case("any-of group of one (finding)", appended(DEP, "MARKET,buy,hard,alone,,\n"),
         rows={"dependencies": 6}),
    Case("pin to a non-member (finding)",
         edited("settings.yaml", "requires: make", "requires: bank"), rows={"route_pins": 1}),
    Case("group whose alternatives are all dropped (finding)",
         {PRE: BASE[PRE].replace(b"bob,not_started", b"bob,dropped")},
         rows={"prerequisites": 5}),
    Case("dropped requirement (finding)",
         edited(PRE, "procurement,ann,not_started", "procurement,ann,dropped"),
         rows={"prerequisites": 5}),
    Case("inactive owner (finding)", edited(PRE, "procurement,ann", "procurement,bob"),
         rows={"prerequisites": 5}),
)

CASES: tuple[Case, ...] = (*_IDS, *_UNKNOWN_REFERENCES, *_DEPENDENCY_ROWS)
# fmt: on
