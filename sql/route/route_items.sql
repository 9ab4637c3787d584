-- One row per open item that can start, with its gate and
-- how many open items it waits for on the route.
create table calc.route_items as
select
    items.item_id,
    items.gate_days::bigint as gate_days,
    items.remaining_low_days,
    items.remaining_days,
    items.remaining_high_days,
    count(route.requires_id) as requirement_count
from calc.items as items
left join calc.route as route on items.item_id = route.item_id
anti join calc.blocked as blocked on items.item_id = blocked.item_id
where items.is_open
group by all;
