-- One row per prerequisite and owner of at least one direct neighbour over hard, any-of and soft
-- rows. Neighbours are owned prerequisites that will come; owned_total counts all of them.
create view calc.owner_neighbours as
with
neighbours as (
    select item as item_id, requires as neighbour_id from input.dependencies
    union
    select requires as item_id, item as neighbour_id from input.dependencies
),

owned as (
    select
        neighbours.item_id,
        prerequisites.owner as owner_id,
        count(*) as owned_count
    from neighbours
    inner join input.prerequisites as prerequisites on neighbours.neighbour_id = prerequisites.id
    where
        prerequisites.owner is not null
        and prerequisites.status not in ('dropped', 'not_needed')
        and neighbours.item_id <> neighbours.neighbour_id
    group by neighbours.item_id, prerequisites.owner
)

select
    *,
    cast(sum(owned_count) over (partition by item_id) as bigint) as owned_total
from owned;
