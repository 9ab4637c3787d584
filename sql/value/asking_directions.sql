-- One row per item here, item of another portfolio that it requires, and direction that needs it
-- this way; also per direction that cannot start because of it, and then without a day.
create view calc.asking_directions as
with
asked as (
    select distinct
        dependencies.item as required_by,
        dependencies.requires as foreign_id
    from calc.dependencies as dependencies
    inner join input.foreign_items as foreign_items on dependencies.requires = foreign_items.id
)

select
    asked.required_by,
    asked.foreign_id,
    needs.direction_id,
    needs.latest_start_day as needed_by_day,
    live.expected_value_points * needs.need_confidence * route.confidence * items.need_factor
        as points
from asked
inner join calc.route as route
    on asked.required_by = route.item_id and asked.foreign_id = route.requires_id
inner join calc.items as items on asked.foreign_id = items.item_id
inner join calc.needs as needs on asked.required_by = needs.item_id
inner join calc.live_directions as live on needs.direction_id = live.direction_id
union all
select
    asked.required_by,
    asked.foreign_id,
    directions.id as direction_id,
    null as needed_by_day,
    directions.value * directions.confidence as points
from asked
inner join calc.blocked as blocked on asked.foreign_id = blocked.cause[1]
inner join input.directions as directions on blocked.item_id = directions.id;
