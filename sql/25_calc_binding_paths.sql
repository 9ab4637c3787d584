-- One row per item with a start by: the chain that sets it, from the item to its binding direction.
-- The next link is always the smallest id among those that need the item no later than they do.
create table calc.binding_paths as
with recursive
next_links as (
    select
        needs.direction_id,
        needs.item_id,
        min(dependants.item_id) as next_item_id
    from calc.needs as needs
    inner join calc.route as route on needs.item_id = route.requires_id
    inner join calc.needs as dependants
        on
            route.item_id = dependants.item_id
            and needs.direction_id = dependants.direction_id
    inner join calc.items as items on needs.item_id = items.item_id
    where
        needs.latest_start_day is not null
        and needs.days_to_finish = dependants.days_to_finish + items.remaining_days
        and needs.item_id <> needs.direction_id
    group by needs.direction_id, needs.item_id
),

walk (item_id, direction_id, last_item_id, path) as (
    select
        item_id,
        binding_direction,
        item_id as last_item_id,
        [item_id] as path
    from calc.latest
    union all
    select
        walk.item_id,
        walk.direction_id,
        next_links.next_item_id,
        list_append(walk.path, next_links.next_item_id)
    from walk
    inner join next_links
        on
            walk.direction_id = next_links.direction_id
            and walk.last_item_id = next_links.item_id
)

select
    item_id,
    path as binding_path
from walk
where last_item_id = direction_id;
