-- One row per item that a live direction with a target reaches: its latest start less the reserve
-- of the direction, the smallest over all of them; ties go to the smallest id.
create table calc.safe_dates as
with
safe_starts as (
    select
        needs.item_id,
        needs.direction_id,
        cast(needs.latest_start_day - ranges.reserve_days as integer) as safe_start_day
    from calc.needs as needs
    inner join calc.ranges as ranges using (direction_id)
    where needs.latest_start_day is not null
)

select
    item_id,
    min(safe_start_day) as safe_start_day,
    min(struct_pack(day := safe_start_day, direction := direction_id)).direction
        as safe_binding_direction
from safe_starts
group by item_id;
