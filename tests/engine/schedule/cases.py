"""Items to schedule, drawn at random and written down in short."""

from typing import NamedTuple

from hypothesis import strategies as st

from depmap.engine.schedule import why
from depmap.engine.schedule.plan import Item, listed, plan


class Case(NamedTuple):
    """Items, what each requires, and ticks a day by owner."""

    items: list[Item]
    requires: dict[str, list[str]]
    daily: dict[str, int]


def item(name, lead, effort=0.0, owner="kim", **changes):
    """An item with defaults: not started, nothing holds it, no target, the first level."""
    given = {
        "item_id": name,
        "owner_id": owner,
        "remaining_days": lead,
        "lead_likely_days": lead,
        "effort_days": effort,
        "is_in_progress": False,
        "gate_days": 0,
        "act_day": None,
        "level": 1,
        "unlock_score": 0.0,
    }
    return Item(**(given | changes))


def dates(items, requires, daily):
    """{id: (ready, first effort day, effort end, finish, because, waits_for, busy_with)}."""
    works = listed(items, requires)
    made = plan(works, daily)
    reasons = why.explain(works, made)

    def name(place):
        return "" if place is None else works[place].item_id

    return {
        work.item_id: (
            made.ready[place],
            made.runs[place][0].start if made.runs[place] else None,
            made.runs[place][-1].end if made.runs[place] else None,
            made.finish[place],
            reasons[place].because,
            name(reasons[place].waits_for),
            name(reasons[place].busy_with),
        )
        for place, work in enumerate(works)
    }


def earliest(case):
    """Section 3 of the model for these items: {id: finish} when nobody's time is short."""
    by_id = {item.item_id: item for item in case.items}
    found = {}

    def finish(name):
        if name not in found:
            start = max([0, by_id[name].gate_days, *map(finish, case.requires.get(name, ()))])
            found[name] = start + by_id[name].remaining_days
        return found[name]

    return {name: finish(name) for name in by_id}


@st.composite
def cases(draw, least_lead=0, capacities=(0, 1, 40, 100, 250, 300, 500, 700)):
    """Up to nine items of up to three owners; an item requires some of those before it."""
    count = draw(st.integers(1, 9))
    names = [f"i{number}" for number in range(count)]
    items, requires = [], {}
    for place, name in enumerate(names):
        lead = draw(st.integers(least_lead, 60))
        started = draw(st.booleans()) and draw(st.booleans())
        remaining = draw(st.integers(min(1, lead), lead + 5)) if started else lead
        items.append(
            item(
                name,
                remaining,
                draw(st.sampled_from([0.0, 0.0, 0.3, 1.0, 2.5, 8.0, 30.0, 90.0])),
                draw(st.sampled_from(["", "kim", "lee", "max"])),
                lead_likely_days=lead,
                is_in_progress=started,
                gate_days=draw(st.sampled_from([0, 0, 0, 10, 70])),
                act_day=draw(st.none() | st.integers(-50, 200)),
                unlock_score=draw(st.sampled_from([0.0, 1.5, 20.0])),
            )
        )
        before = draw(st.lists(st.sampled_from(names[:place]), unique=True)) if place else []
        requires[name] = before
        level = 1 + max((items[names.index(other)].level for other in before), default=0)
        items[place] = items[place]._replace(level=level)
    owners = draw(st.lists(st.sampled_from(["kim", "lee", "max"]), unique=True))
    daily = {owner: draw(st.sampled_from(capacities)) for owner in owners}
    return Case(items, requires, daily)
