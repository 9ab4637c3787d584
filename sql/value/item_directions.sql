-- One row per item on a route: the directions that require it, the most urgent first.
create table calc.item_directions as
select
    item_id,
    list(direction_id order by latest_start_day nulls last, direction_id) as directions
from calc.unlock_parts
group by item_id;
