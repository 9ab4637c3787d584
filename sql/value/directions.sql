-- One row per live direction: how much it still lacks. The direction itself is not counted.
create table calc.directions as
select
    live_directions.*,
    count(needs.item_id) as open_prerequisite_count
from calc.live_directions as live_directions
left join calc.needs as needs
    on
        live_directions.direction_id = needs.direction_id
        and needs.item_type = 'prerequisite'
group by all;
