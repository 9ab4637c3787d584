"""The plan under capacity a second time, day by day, written from the rules alone."""

from fractions import Fraction

HORIZON = 36_500


def ticks_of(item):
    """Rule 2: ticks that an item takes, in progress the part that is left of its lead."""
    whole = round(700 * item.effort_days)
    if not item.is_in_progress:
        return whole
    if item.lead_likely_days == 0:
        return whole
    return round(min(Fraction(1), Fraction(item.remaining_days, item.lead_likely_days)) * whole)


def order(items, requires):
    """Rule 4: ids in the order of the list."""
    left = {item.item_id: item for item in items}
    ids = []
    while left:
        ready = [item for item in left.values() if set(requires.get(item.item_id, ())) <= set(ids)]
        best = min(
            ready,
            key=lambda item: (
                0 if item.is_in_progress else 1,
                float("inf") if item.act_day is None else item.act_day,
                item.level,
                -item.unlock_score,
                item.item_id,
            ),
        )
        ids.append(best.item_id)
        del left[best.item_id]
    return ids


def schedule(items, requires, daily):
    """{id: (ready, first effort day, effort end, finish, because, waits_for, busy_with)}."""
    by_id = {item.item_id: item for item in items}
    left = {owner: {} for owner in daily}
    took = {}
    found = {}
    for name in order(items, requires):
        item = by_id[name]
        needed = sorted(requires.get(name, ()))
        dateless = [other for other in needed if found[other][3] is None]
        if dateless:
            found[name] = (None, None, None, None, "requirement", dateless[0], "")
            continue
        finishes = {other: found[other][3] for other in needed}
        ready = max([0, item.gate_days, *finishes.values()])
        waits_for, otherwise = "", "nothing"
        if finishes and max(finishes.values()) > item.gate_days:
            last = max(finishes.values())
            waits_for = min(other for other, finish in finishes.items() if finish == last)
            otherwise = "requirement"
        elif item.gate_days > 0:
            otherwise = "gate"
        ticks = ticks_of(item)
        if item.owner_id not in daily or ticks == 0:
            finish = ready + item.remaining_days
            found[name] = (ready, None, None, finish, otherwise, waits_for, "")
            continue
        per_day = daily[item.owner_id]
        days = {}
        day, rest = ready, ticks
        while rest and day < HORIZON and per_day:
            here = min(rest, left[item.owner_id].get(day, per_day))
            if here:
                days[day] = here
                rest -= here
            day += 1
        if rest:
            found[name] = (ready, None, None, None, "no capacity", waits_for, "")
            continue
        for day, here in days.items():
            left[item.owner_id][day] = left[item.owner_id].get(day, per_day) - here
        took[name] = (item.owner_id, days)
        end = max(days) + 1
        busy = -(-ticks // per_day)
        finish = end + max(0, item.remaining_days - busy)
        because, busy_with = otherwise, ""
        if finish - ready - item.remaining_days > 0:
            sums = {
                other: sum(here for day, here in theirs.items() if ready <= day < end)
                for other, (owner, theirs) in took.items()
                if owner == item.owner_id and other != name
            }
            sums = {other: total for other, total in sums.items() if total}
            because = "owner" if sums else "own effort"
            busy_with = min(sums, key=lambda other: (-sums[other], other)) if sums else ""
        found[name] = (ready, min(days), end, finish, because, waits_for, busy_with)
    return found
