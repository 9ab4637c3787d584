"""Files that are no YAML, hostile YAML, and YAML that other readers would type by accident."""

from __future__ import annotations

from tests.inputs.corpus.base import BASE, Case, edited

F = "milestones.yaml"
LISTED = "- id: listed\n  name: Listed\n  date: 2027-06-30\n"


def _case(
    name: str,
    text: str | bytes,
    *problems: tuple[int, str, str],
    rows: int = -1,
    read_as: tuple[str, ...] = (),
    not_read: tuple[str, ...] = (),
) -> Case:
    """A case about milestones.yaml; with rows, the number that must load."""
    data = text.encode() if isinstance(text, str) else text
    expected = tuple((F, line, field, part) for line, field, part in problems)
    notes = [(F, "not read", part) for part in not_read]
    notes += [(F, "read as", part) for part in read_as]
    counts = {"milestones": rows} if rows >= 0 else {}
    return Case(name, {F: data}, expected, counts, tuple(notes))


def _bomb(levels: int) -> str:
    lines = ["- id: a\n  name: &a0 [x]\n"]
    lines += [f"  k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, levels)]
    return "".join(lines)


# fmt: off
CASES: tuple[Case, ...] = (
    _case(
        "tab indent",
        "- id: listed\n\tname: Listed\n",
        (2, "", "the line is indented with a tab"),
    ),
    _case(
        "bad indent",
        "- id: listed\n  name: Listed\n   date: 2027-06-30\n",
        (3, "", "there is a colon where none can stand"),
    ),
    _case(
        "bad indent, out of the list",
        "- id: listed\n name: Listed\n",
        (2, "", "the line does not fit the list before it"),
    ),
    _case(
        "a: b: c",
        "- id: listed\n  name: Listed: yes\n",
        (2, "", "Put a value that holds a colon in double quotes"),
    ),
    _case("value starting with @", "- id: listed\n  name: @us\n", (2, "", "YAML reserves")),
    _case("value starting with backtick", "- id: listed\n  name: `us`\n", (2, "", "YAML reserves")),
    _case("value starting with %", "- id: listed\n  name: %5\n", (2, "", "YAML reserves")),
    _case(
        "undefined alias",
        "- id: listed\n  name: *listed\n  date: 2027-06-30\n",
        (2, "", "there is an alias (*listed)"),
    ),
    _case(
        "alias bomb",
        _bomb(3),
        (2, "", "there is an anchor (&a0)"),
        (3, "", "there is an alias (*a0)"),
        (3, "", "there is an anchor (&a1)"),
        (4, "", "there is an alias (*a1)"),
        (4, "", "there is an anchor (&a2)"),
    ),
    _case(
        "merge-key bomb",
        "- &x\n  id: a\n- <<: [*x, *x]\n  <<: *x\n",
        (1, "", "there is an anchor (&x)"),
        (3, "", "there is a merge key (<<)"),
        (3, "", "there is an alias (*x)"),
        (4, "", "there is a merge key (<<)"),
        (4, "", "there is an alias (*x)"),
    ),
    _case("100,000 nested brackets", "[" * 100_000, (1, "", "nested deeper than 50 levels")),
    _case(
        "200,001 values",
        "- a\n" * 200_001,
        (200_001, "", "there are more than 200,000 values"),
    ),
    _case("2 MB of blanks", " " * 2_000_000, (0, "", "the file is empty")),
    _case("100,000 nested dashes", "- " * 100_000, (1, "", "nested deeper than 50 levels")),
    _case(
        "duplicate key, top level",
        "- id: listed\n  name: Listed\n  date: 2027-06-30\n  name: Again\n",
        (4, "", 'the key "name" stands here again.\n    Expected each key once; the first is in '
         "line 2."),
    ),
    Case(
        "duplicate key, nested",
        edited("settings.yaml", "  theme: 0.3\n", "  theme: 0.3\n  theme: 0.4\n"),
        (("settings.yaml", 4, "", 'the key "theme" stands here again'),),
    ),
    _case(
        "keys 1 and true (not read)",
        LISTED + "  1: one\n  true: yes\n",
        rows=1,
        not_read=('keys "1"',),
    ),
    _case(
        "keys in other words (read as)",
        "- ID: listed\n  Name: Listed\n  date: 2027-06-30\n",
        rows=1,
        read_as=("keys ID → id",),
    ),
    _case(
        "keys that differ by capitals only",
        LISTED + "  Date: 2027-06-30\n",
        (4, "date", 'the key "Date" stands here again'),
    ),
    _case(
        "unknown key that is nearly a missing one",
        "- id: listed\n  namee: Listed\n  date: 2027-06-30\n",
        (2, "", 'no key "namee".\n    Expected the key name, which is missing. Did '
         'you mean "name"?'),
    ),
    _case(
        "`no`, `012`, `1:30`, `1.10`, `1e3` (stay text)",
        "".join(f"- id: {word}\n  name: {word}\n  date: 2027-06-30\n"
                for word in ("no", "012", "1:30", "1.10", "1e3")),
        rows=5,
    ),
    _case(
        "null words are not read as text",
        "- id: listed\n  name: null\n  date: ~\n",
        (2, "", "the value is null"),
        (3, "", "the value is ~"),
    ),
    _case("quoted null is text (accepted)", LISTED + '  meaning: "null"\n', rows=1),
    _case(
        "2024-02-30",
        LISTED.replace("2027-06-30", "2024-02-30"),
        (3, "date", 'there is no day "2024-02-30"'),
    ),
    _case(
        "month 13",
        LISTED.replace("2027-06-30", "2027-13-01"),
        (3, "date", 'there is no day "2027-13-01"'),
    ),
    _case("empty", "", (0, "", "the file is empty")),
    _case("comments only", "# nothing yet\n", (0, "", "Write [] for an empty list")),
    _case("empty list (accepted)", "[]\n", rows=0),
    _case("scalar where a list is expected", "none\n", (1, "", 'it is the single value "none"')),
    _case("mapping where a list is expected", "id: listed\n", (1, "", "it is a mapping")),
    _case(
        "scalar where a mapping is expected",
        "- listed\n",
        (1, "", 'an entry is the single value "listed"'),
    ),
    _case(
        "list where a mapping is expected",
        "- [listed, Listed]\n",
        (1, "", "an entry is a list"),
    ),
    _case(
        "list where a value is expected",
        "- id: listed\n  name: [Listed]\n  date: 2027-06-30\n",
        (2, "name", "it is a list"),
    ),
    _case(
        "scalar where a nested list is expected",
        LISTED + "  items: bank\n",
        (4, "items", 'it is the single value "bank"'),
    ),
    _case(
        "mapping in a list of plain values",
        LISTED + "  items:\n  - id: bank\n",
        (5, "items", "an entry is a mapping"),
    ),
    Case(
        "settings as a list",
        {"settings.yaml": b"- review_days: 90\n"},
        (("settings.yaml", 1, "", "it is a list"),),
    ),
    Case(
        "dotted key (not read)",
        {"settings.yaml": b"suggest_weights.theme: 1\n"},
        read_as=(("settings.yaml", "not read", "suggest_weights.theme"),),
    ),
    Case(
        "unknown key in a group (not read)",
        {"settings.yaml": b"suggest_weights:\n  topic: 1\n"},
        read_as=(("settings.yaml", "not read", '"topic"'),),
    ),
    _case("two documents", LISTED + "---\n" + LISTED, (4, "", "a second document starts here")),
    _case("one marked document (accepted)", "---\n" + LISTED + "...\n", rows=1),
    _case(
        "unknown tag",
        "- id: listed\n  name: !ours Listed\n",
        (2, "", 'there is a type tag ("!ours")'),
    ),
    _case(
        "python tag",
        "- id: listed\n  name: !!python/object/apply:os.system [true]\n",
        (2, "", 'there is a type tag ("tag:yaml.org,2002:python/object/apply:os.system")'),
    ),
    _case(
        "unclosed quote",
        "- id: listed\n  name: 'Listed\n  date: 2027-06-30\n",
        (2, "", "a quote is opened here and never closed"),
    ),
    _case(
        "line without a colon",
        LISTED + "  meaning\n  items: [bank]\n",
        (4, "", "the line is neither a key with a value nor part of a text"),
    ),
    _case(
        "cut off inside a key",
        "- id: listed\n  na",
        (2, "", "the line is neither a key with a value nor part of a text"),
    ),
    _case(
        "unclosed bracket",
        LISTED + "  items: [bank, terms\n- id: later\n",
        (4, "", "a [ is opened here and not closed"),
    ),
    _case("UTF-16 (read as)", LISTED.encode("utf-16"), rows=1, read_as=("text in UTF-16",)),
    _case(
        "Latin-1",
        (LISTED + "  meaning: Gebühr\n").encode("latin-1"),
        (4, "", 'the text is not UTF-8 at "  meaning: Gebühr"'),
    ),
    _case(
        "control character",
        LISTED + "  meaning: a\x07b\n",
        (4, "", "an invisible character (U+0007)"),
    ),
    _case(
        "control character as an escape",
        LISTED + '  meaning: "a\\0b"\n',
        (4, "", r'an invisible character in "a\u0000b"'),
    ),
    _case("BOM inside", LISTED + "\ufeff- id: b\n", (4, "", "an invisible character (U+FEFF)")),
    _case(
        "no-break space indent",
        "- id: listed\n\u00a0 name: Listed\n",
        (2, "", "indented with a no-break space"),
    ),
    _case("smart quotes (accepted as text)", LISTED + "  meaning: “listed”\n", rows=1),
    _case(
        "recursive anchor",
        "- &x [*x]\n",
        (1, "", "there is an alias (*x)"),
        (1, "", "there is an anchor (&x)"),
    ),
    _case("unhashable key", "- id: a\n  ? [b]\n  : c\n", (2, "", "a key is a list or mapping")),
    Case(
        "a 5,000-digit number",
        edited("directions.yaml", "value: 40", "value: " + "4" * 5000),
        (("directions.yaml", 4, "value", "(5,000 characters) is no number"),),
    ),
    _case("`#` inside a value, quoted (accepted)", LISTED + '  meaning: "Issue #5"\n', rows=1),
    _case("`#` inside a word (accepted)", LISTED + "  meaning: C#, F#\n", rows=1),
    _case("`# ` as a comment (accepted)", LISTED + "  meaning: Listed # at last\n", rows=1),
    _case(
        "`#` inside a value, dropped by YAML",
        LISTED + "  meaning: Issue #5\n",
        (4, "", 'YAML drops everything from the # behind "Issue"'),
    ),
    _case("10 MB", b"#" * 10_000_000, (0, "", "the file is larger than 2 MB")),
    _case("gzip", b"\x1f\x8b\x08\0", (1, "", "a gzip archive")),
    _case(
        "line separator character",
        LISTED + "  meaning: a\u2028b\n",
        (4, "", "an invisible character (U+2028)"),
    ),
    _case(
        "value on the next line counts at its key",
        "- id: listed\n  name:\n    Listed\n  date:\n    soon\n",
        (4, "date", '"soon" is no date of this form'),
    ),
    Case(
        "broken file raises no second problems about its ids",
        edited("themes.yaml", "[bank, terms]", "[bank, terms"),
        (("themes.yaml", 4, "", "a [ is opened here and not closed"),),
    ),
    Case(
        "folded and literal text (accepted)",
        {"parked.yaml": BASE["parked.yaml"] + b"  why_not_now: >\n    Too\n    wet.\n"},
        rows={"parked": 1},
    ),
)
# fmt: on
