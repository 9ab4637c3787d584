-- One row per item here and item of another portfolio that it requires: what depends on that, and
-- by when it is needed. Directions that cannot start because of it count, too.
create view calc.asks as
with
asked as (
    select distinct
        dependencies.item as required_by,
        dependencies.requires as foreign_id
    from calc.dependencies as dependencies
    inner join input.foreign_items as foreign_items on dependencies.requires = foreign_items.id
),

sums as (
    select
        required_by,
        foreign_id,
        list(direction_id order by direction_id) as directions,
        sum(points order by direction_id) as points,
        min(needed_by_day) as needed_by_day
    from calc.asking_directions
    group by required_by, foreign_id
)

select
    foreign_items.portfolio,
    substr(foreign_items.id, len(foreign_items.portfolio) + 3) as item_id,
    foreign_items.name,
    asked.required_by,
    facts.name as required_by_name,
    coalesce(sums.directions, cast([] as varchar[])) as directions,
    coalesce(sums.points, 0) as points,
    calc.date_on(settings.as_of, sums.needed_by_day) as needed_by,
    dates.earliest_finish as finish,
    case
        when items.is_open
            then greatest(0, coalesce(earliest.earliest_finish_day - sums.needed_by_day, 0))
        else 0
    end as days_late,
    foreign_items.is_stale
from asked
cross join calc.settings as settings
inner join input.foreign_items as foreign_items on asked.foreign_id = foreign_items.id
inner join calc.items as items on asked.foreign_id = items.item_id
inner join calc.item_facts as facts on asked.required_by = facts.item_id
inner join calc.item_dates as dates on asked.foreign_id = dates.item_id
left join calc.earliest as earliest on asked.foreign_id = earliest.item_id
left join sums
    on asked.required_by = sums.required_by and asked.foreign_id = sums.foreign_id;
