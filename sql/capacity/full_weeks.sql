-- One row per owner whose time is taken from today on: the first day of the first week from as_of
-- in which less than 95 percent of it is.
create view calc.full_weeks as
with
full_ones as (
    select
        weeks.owner_id,
        weeks.week,
        row_number() over (partition by weeks.owner_id order by weeks.week) - 1 as weeks_before
    from calc.owner_weeks as weeks
    inner join calc.capacities as capacities on weeks.owner_id = capacities.owner_id
    where
        capacities.capacity_days_per_week > 0
        and weeks.effort_days >= 0.95 * capacities.capacity_days_per_week
)

select
    owner_id,
    cast(7 * (max(week) + 1) as integer) as full_until_day
from full_ones
where week = weeks_before
group by owner_id;
