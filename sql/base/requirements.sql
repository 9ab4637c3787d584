-- One row per hard requirement: plain (any_of empty) or as an alternative of a group.
-- A foreign item requires what it waits for here. The confidence of parallel rows between the same
-- two items is the largest one.
create table calc.requirements as
select
    item as item_id,
    requires as requires_id,
    coalesce(any_of, '') as any_of,
    max(confidence) as confidence
from calc.dependencies
where strength = 'hard'
group by item, requires, coalesce(any_of, '')
union all
select
    item as item_id,
    requires as requires_id,
    '' as any_of,
    confidence
from input.foreign_waits;
