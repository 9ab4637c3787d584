-- One row per live direction with a target: the earliest of its own safe start days, and whether
-- all of them can be kept. When one lies before today, or before its item's gate, no start date
-- keeps the promise any more and the chance counts.
create view calc.first_safe_days as
with
safe_starts as (
    select
        needs.direction_id,
        needs.latest_start_day - ranges.reserve_days as safe_day,
        items.gate_days
    from calc.needs as needs
    inner join calc.ranges as ranges on needs.direction_id = ranges.direction_id
    inner join calc.items as items on needs.item_id = items.item_id
    where needs.latest_start_day is not null
)

select
    direction_id,
    min(safe_day) as first_safe_day,
    bool_and(safe_day >= gate_days) as can_keep_all
from safe_starts
group by direction_id;
