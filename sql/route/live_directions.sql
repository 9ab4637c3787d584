-- One row per live direction: neither delivered, dropped nor blocked. Only these count for needs,
-- dates and scores.
create table calc.live_directions as
select
    directions.id as direction_id,
    directions.value as value_points,
    directions.confidence,
    directions.value * directions.confidence as expected_value_points,
    items.target_day
from input.directions as directions
inner join calc.items as items on directions.id = items.item_id and items.is_open
anti join calc.blocked as blocked on directions.id = blocked.item_id;

comment on column calc.live_directions.target_day is
'Calendar days from as_of to the target; negative is past; empty without a target.';
