-- One row per item that a live direction with a target reaches. The direction with the smallest
-- latest start binds it; ties go to the smallest id.
create table calc.latest as
select
    item_id,
    min(latest_start_day) as start_by_day,
    min(struct_pack(day := latest_start_day, direction := direction_id)).direction
        as binding_direction
from calc.needs
where latest_start_day is not null
group by item_id;
