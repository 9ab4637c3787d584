-- One row per live direction and open item on its route, the direction itself included.
-- The need is the largest product of confidences along a path; days_to_finish the longest path of
-- remaining days from the start of the item to the finish of the direction. The route is acyclic,
-- so both end; rows are grouped inside the recursion because every raw row is queued again.
-- Item numbers stand for ids here, because this is the one large relation.
create table calc.needs as -- noqa: PRS
with recursive
directions as (
    select
        live_directions.*,
        items.item_number as direction_number,
        items.remaining_days
    from calc.live_directions as live_directions
    inner join calc.items as items on live_directions.direction_id = items.item_id
),

steps as (
    select
        items.item_number,
        required_items.item_number as requires_number,
        route.confidence * required_items.need_factor as need_factor,
        required_items.remaining_days
    from calc.route as route
    inner join calc.items as items on route.item_id = items.item_id
    inner join calc.items as required_items on route.requires_id = required_items.item_id
),

needs (direction_number, item_number, need_confidence, days_to_finish)
using key (direction_number, item_number, max(need_confidence), max(days_to_finish)) as (
    select
        direction_number,
        direction_number,
        cast(1 as double),
        cast(remaining_days as integer)
    from directions
    union all
    select
        needs.direction_number,
        steps.requires_number,
        max(needs.need_confidence * steps.need_factor),
        cast(max(needs.days_to_finish + steps.remaining_days) as integer)
    from needs
    inner join steps on needs.item_number = steps.item_number
    group by needs.direction_number, steps.requires_number
)

select
    directions.direction_id,
    items.item_id,
    items.item_type,
    needs.need_confidence,
    needs.days_to_finish,
    cast(directions.target_day - needs.days_to_finish as integer) as latest_start_day
from needs
inner join directions on needs.direction_number = directions.direction_number
inner join calc.items as items on needs.item_number = items.item_number;

comment on column calc.needs.latest_start_day is
    'Last day, from as_of, on which the item can start without making this direction late.';
