"""What single values cannot show: rows that contradict themselves or each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from depmap.inputs.text_rows import TextRows
from depmap.portfolio.looks import fold, is_a_mark, is_unseen
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.table import MAX_DRAWS, Value

Typed = dict[str, list[Value]]
Check = Callable[[TextRows, Typed, Problems], None]


def check_meaning(
    texts: dict[str, TextRows | None], values: dict[str, Typed | None], problems: Problems
) -> None:
    """Run every check whose table could be read."""
    for name, rows in texts.items():
        typed = values[name]
        if rows is not None and typed is not None:
            for check in (_check_ids, *_CHECKS.get(name, ())):
                check(rows, typed, problems)
    _check_decisions(texts, values, problems)
    _check_decision_items(texts, values, problems)
    _check_draws(texts, values, problems)


def _check_draws(
    texts: dict[str, TextRows | None], values: dict[str, Typed | None], problems: Problems
) -> None:
    """Samples times items fit into memory."""
    rows, typed = texts["settings"], values["settings"]
    items = sum(
        len(table) for name in ("prerequisites", "directions") if (table := texts[name]) is not None
    )
    samples = typed["samples"][0] if typed and typed["samples"] else None
    if rows is None or not isinstance(samples, int) or samples * items <= MAX_DRAWS:
        return
    found = f"{samples:,} samples of {items:,} items are {samples * items:,} draws"
    fix = f"Set samples to at most {MAX_DRAWS // items:,}; 2,000 are enough for whole days."
    place = (rows.file, rows.line_of(0, "samples"), "samples")
    problems.add(*place, found, f"at most {MAX_DRAWS:,} draws", fix)


def _check_ids(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """An id can be seen, sign by sign."""
    for row, text in enumerate(typed.get("id", ())):
        if not isinstance(text, str):
            continue
        if is_a_mark(text[0]):
            found = f"the id {quoted(text)} begins with a mark that belongs on a letter"
        elif any(map(is_unseen, text)):
            found = f"the id {quoted(text)} holds a sign that nobody sees"
        else:
            continue
        fix = "Type it again, here and wherever it is referred to."
        problems.add(rows.file, rows.line_of(row, "id"), "id", found, "signs that are seen", fix)


def _check_leads(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """low <= likely <= high."""
    names = ("lead_low_days", "lead_likely_days", "lead_high_days")
    for row, leads in enumerate(zip(*(typed[name] for name in names), strict=True)):
        low, likely, high = leads
        if not (isinstance(low, int) and isinstance(likely, int) and isinstance(high, int)):
            continue
        if not low <= likely <= high:
            name = names[1] if low > likely else names[2]
            found = f"the leads {low}, {likely}, {high} are not in order"
            fix = "Put them in order; give all three or none."
            line = rows.line_of(row, name)
            problems.add(rows.file, line, name, found, "low <= likely <= high", fix)


def _check_days_in_order(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """Nothing is done before it is started."""
    for row, (started, done) in enumerate(zip(typed["started_on"], typed["done_on"], strict=True)):
        if isinstance(started, date) and isinstance(done, date) and done < started:
            found = f"it was done on {done}, before it was started on {started}"
            place = (rows.file, rows.line_of(row, "done_on"), "done_on")
            problems.add(*place, found, "a day after started_on", "Correct one of the two days.")


def _check_strengths(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """A plain row says how strong it is; a row with any_of is hard."""
    if "strength" in rows.missing_columns or "any_of" in rows.missing_columns:
        return
    words = rows.columns["strength"]
    for row, (word, any_of) in enumerate(zip(words, typed["any_of"], strict=True)):
        place = (rows.file, rows.line_of(row, "strength"), "strength")
        if any_of is not None and word.strip() == "soft":
            found = f"the row is soft and in the group {quoted(str(any_of))}"
            fix = "A row with an any_of name is hard; clear any_of if the item only helps."
            problems.add(*place, found, "hard or nothing in a row with any_of", fix)
        elif any_of is None and not word.strip():
            fix = "Fill it in; only a row with any_of may leave it empty."
            problems.add(*place, "the value is missing", "hard or soft", fix)


def _check_dependencies(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """No item requires itself, and no dependency stands twice."""
    keys = list(zip(typed["item"], typed["requires"], typed["any_of"], strict=True))
    for row, (item, requires, _any_of) in enumerate(keys):
        if item is not None and item == requires:
            place = (rows.file, rows.line_of(row, "requires"), "requires")
            found = f"{quoted(str(item))} requires itself"
            problems.add(*place, found, "another item", "Delete the row or name the right item.")
    _check_repeats(rows, keys, ("item", "requires"), "the dependency", problems)


def _check_repeats(
    rows: TextRows,
    keys: Sequence[tuple[Value, ...]],
    shown: tuple[str, ...],
    what: str,
    problems: Problems,
) -> None:
    """Report every key that stood before; its first values, of the columns shown, name it."""
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[Value, ...], int] = {}
    for row, key in enumerate(keys):
        earlier = first.setdefault(key, row)
        if earlier == row or None in key[: len(shown)]:
            continue
        words = " → ".join(quoted(str(value)) for value in key[: len(shown)])
        expected = f"each once; the first is in line {rows.line_of(earlier, shown[-1])}"
        line = rows.line_of(row, shown[-1])
        found = f"{what} {words} stands here again"
        problems.add(rows.file, line, "", found, expected, "Delete one of the two.")


def _repeats(name: str, parent: str, what: str) -> Check:
    """A check that no value stands twice in the same nested list, whatever its look."""

    def check(rows: TextRows, typed: Typed, problems: Problems) -> None:
        first: dict[tuple[Value, str], Value] = {}
        keys: list[tuple[Value, ...]] = [
            (value and first.setdefault((owner, fold(str(value))), value), owner)
            for value, owner in zip(typed[name], typed[parent], strict=True)
        ]
        _check_repeats(rows, keys, (name,), what, problems)

    return check


def _check_decisions(
    texts: dict[str, TextRows | None], values: dict[str, Typed | None], problems: Problems
) -> None:
    """A decided decision names one of its options; an open one names none."""
    rows, typed, options = texts["decisions"], values["decisions"], values["decision_options"]
    if rows is None or typed is None or options is None:
        return
    names: dict[Value, list[str]] = {}
    for decision, name in zip(options["decision"], options["name"], strict=True):
        names.setdefault(decision, []).append(str(name))
    for row, decision in enumerate(typed["id"]):
        chosen, status = typed["chosen"][row], typed["status"][row]
        own = names.get(decision, [])
        place = (rows.file, rows.line_of(row, "chosen"), "chosen")
        expected = "the name of one of its options"
        if chosen is not None and str(chosen) not in own:
            found = f"the decision has no option {quoted(str(chosen))}"
            hint = problems.suggest(str(chosen), own, "Add the option, or correct the name.")
            problems.add(*place, found, expected, hint)
        elif chosen is not None and status == "open":
            found = "an option is chosen but the status is open"
            fix = "Set the status to decided, or clear it."
            problems.add(*place, found, "nothing while it is open", fix)
        elif chosen is None and status == "decided" and own:
            found = "the decision is decided but names no option"
            problems.add(*place, found, expected, "Write the name of the chosen option.")


def _check_decision_items(
    texts: dict[str, TextRows | None], values: dict[str, Typed | None], problems: Problems
) -> None:
    """The item that a decision is, is of kind decision."""
    rows, typed, prerequisites = texts["decisions"], values["decisions"], values["prerequisites"]
    if rows is None or typed is None or prerequisites is None:
        return
    kinds = dict(zip(prerequisites["id"], prerequisites["kind"], strict=True))
    for row, item in enumerate(typed["item"]):
        kind = kinds.get(item)
        if item is not None and kind not in (None, "decision"):
            place = (rows.file, rows.line_of(row, "item"), "item")
            found = f"{quoted(str(item))} is of kind {kind}"
            fix = "Correct the kind, or list the item under blocks."
            problems.add(*place, found, "a prerequisite of kind decision", fix)


def _check_addresses(rows: TextRows, typed: Typed, problems: Problems) -> None:
    """An address shows where it leads: no signs that turn the text around, no name and password.

    What is found is not quoted, because problems are printed and logged.
    """
    expected = "an address that shows where it leads"
    for row, address in enumerate(typed["url"]):
        if not isinstance(address, str):
            continue
        place = (rows.file, rows.line_of(row, "url"), "url")
        host = address.partition("//")[2].partition("/")[0]
        if "@" in host.partition("?")[0].partition("#")[0]:
            found = "the address holds a name or password before its host"
            problems.add(*place, found, expected, "Delete all from // up to the @ sign.")
        elif any(unicodedata.category(sign) == "Cf" for sign in address):
            found = "the address holds signs that are not seen, such as direction marks"
            problems.add(*place, found, expected, "Copy it from the browser again, or type it.")


_CHECKS: dict[str, tuple[Check, ...]] = {
    "directions": (_check_leads,),
    "prerequisites": (_check_leads, _check_days_in_order),
    "touches": (_repeats("touchpoint", "prerequisite", "the touchpoint"),),
    "more_sources": (_repeats("source", "prerequisite", "the source"),),
    "sources": (_check_addresses,),
    "dependencies": (_check_strengths, _check_dependencies),
    "theme_keywords": (_repeats("keyword", "theme", "the keyword"),),
    "decision_options": (_repeats("name", "decision", "the option"),),
    "decision_blocks": (_repeats("item", "decision", "the item"),),
    "milestone_items": (_repeats("item", "milestone", "the item"),),
}
