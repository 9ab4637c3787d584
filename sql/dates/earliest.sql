-- One row per open item that can start: the forward pass over the route, for low, likely and high
-- leads at once. An item fires when all it requires has arrived, and not before its gate; the step
-- it fires in is its level.
create table calc.earliest as
with recursive
pairs as (
    select
        route.item_id, route.requires_id, nodes.requirement_count, nodes.gate_days,
        required.remaining_low_days, required.remaining_days, required.remaining_high_days
    from calc.route as route
    inner join calc.route_items as nodes on route.item_id = nodes.item_id
    inner join calc.route_items as required on route.requires_id = required.item_id
),

wave (step, item_id, requirement_count, arrived, start_low, start_likely, start_high) as (
    select
        1, item_id, requirement_count, 0::bigint,
        gate_days as start_low, gate_days as start_likely, gate_days as start_high
    from calc.route_items
    where requirement_count = 0
    union all
    select
        step + 1,
        item_id,
        any_value(requirement_count),
        sum(arrived)::bigint,
        max(start_low),
        max(start_likely),
        max(start_high)
    from (
        select
            wave.step,
            pairs.item_id,
            pairs.requirement_count,
            1::bigint as arrived,
            greatest(pairs.gate_days, wave.start_low + pairs.remaining_low_days) as start_low,
            greatest(pairs.gate_days, wave.start_likely + pairs.remaining_days) as start_likely,
            greatest(pairs.gate_days, wave.start_high + pairs.remaining_high_days) as start_high
        from wave -- noqa: AL04
        inner join pairs on wave.item_id = pairs.requires_id
        where wave.arrived = wave.requirement_count
        union all
        select step, item_id, requirement_count, arrived, start_low, start_likely, start_high
        from wave -- noqa: AL04
        where
            arrived < requirement_count
            and (select bool_or(arrived = requirement_count) from wave)
    ) as arrivals
    group by step, item_id
)

select
    wave.item_id,
    wave.step as level,
    wave.step = 1 and nodes.gate_days = 0 as can_start_now,
    (wave.start_likely)::integer as earliest_start_day,
    (wave.start_likely + nodes.remaining_days)::integer as earliest_finish_day,
    (wave.start_low + nodes.remaining_low_days)::integer as finish_low_day,
    (wave.start_high + nodes.remaining_high_days)::integer as finish_high_day
from wave
inner join calc.route_items as nodes using (item_id)
where wave.arrived = wave.requirement_count;

comment on column calc.earliest.earliest_start_day is 'Calendar days from as_of, at likely leads.';
comment on column calc.earliest.level is
'1 for what waits for nothing open, else one more than the largest level it waits for.';
