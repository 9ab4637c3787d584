-- One row per open item that a live direction with a target reaches over route and soft pairs
-- together: the same backward pass, never binding. Soft pairs inside a cycle are left out.
create table calc.advisory_dates as -- noqa: PRS
with recursive
pairs as (
    select
        route.item_id,
        route.requires_id
    from calc.route as route
    union
    select
        advisory_pairs.item_id,
        advisory_pairs.requires_id
    from calc.advisory_pairs as advisory_pairs
),

steps as (
    select
        pairs.item_id,
        pairs.requires_id,
        items.remaining_days
    from pairs
    inner join calc.items as items on pairs.requires_id = items.item_id
),

latest (item_id, start_day)
using key (item_id, min(start_day)) as (
    select
        live_directions.direction_id,
        cast(live_directions.target_day - items.remaining_days as integer)
    from calc.live_directions
    inner join calc.items on live_directions.direction_id = items.item_id
    where live_directions.target_day is not null
    union
    select
        steps.requires_id,
        cast(min(latest.start_day - steps.remaining_days) as integer)
    from latest
    inner join steps on latest.item_id = steps.item_id
    group by steps.requires_id
)

select
    item_id,
    start_day as advisory_start_day
from latest;
