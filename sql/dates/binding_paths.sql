-- One row per item with a start by: the chain that sets it, from the item to its binding direction.
-- The next link is the smallest id among the items that need it and cannot wait either. All items
-- of a chain have the same binding direction: were another one more urgent for a later item, it
-- would be more urgent for the earlier one too. Each round appends to a path that of the item where
-- it ends, so its length doubles. A path keeps its first 500 items: a chain of n has n²/2 in all.
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

walk (item_id, path, next_item_id, round) as (
    select
        latest.item_id,
        [latest.item_id] as path,
        links.next_item_id,
        0 as round
    from calc.latest as latest
    left join links on latest.item_id = links.item_id
    union all
    select
        walk.item_id,
        case
            when rest.item_id is null or len(walk.path) >= 500 then walk.path
            else list_slice(list_concat(walk.path, rest.path), 1, 500)
        end,
        rest.next_item_id,
        walk.round + 1
    from walk -- noqa: AL04
    left join walk as rest on walk.next_item_id = rest.item_id -- noqa: AL04
    where
        (
            select bool_or(open_walks.next_item_id is not null and len(open_walks.path) < 500)
            from walk as open_walks
        )
)

select
    item_id,
    path as binding_path
from walk
where round = (select max(last_round.round) from walk as last_round);
