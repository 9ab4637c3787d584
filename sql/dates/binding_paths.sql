-- One row per item with a start by: the chain that sets it, from the item to its binding direction.
-- The next link is the smallest id among the items that need it and cannot wait either. All items
-- of a chain have the same binding direction: were another one more urgent for a later item, it
-- would be more urgent for the earlier one too.
create table calc.binding_paths as
with recursive
links as (
    select
        latest.item_id,
        min(dependants.item_id) as next_item_id
    from calc.latest as latest
    inner join calc.items as items on latest.item_id = items.item_id
    inner join calc.route as route on latest.item_id = route.requires_id
    inner join calc.latest as dependants
        on
            route.item_id = dependants.item_id
            and latest.binding_direction = dependants.binding_direction
            and latest.start_by_day + items.remaining_days = dependants.start_by_day
    where latest.item_id <> latest.binding_direction
    group by latest.item_id
),

walk (item_id, path) as (
    select
        item_id,
        [item_id] as path
    from calc.latest
    where item_id = binding_direction
    union all
    select
        links.item_id,
        list_prepend(links.item_id, walk.path) as path
    from walk
    inner join links on walk.item_id = links.next_item_id
)

select
    item_id,
    path as binding_path
from walk;
