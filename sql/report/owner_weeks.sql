-- One row per owner and week from as_of with effort, for five years. Without an owner, or where
-- nobody's capacity counts, effort is spread evenly over the lead and there is no capacity.
create view report.owner_weeks as
select
    weeks.owner_id,
    calc.date_on(settings.as_of, 7 * weeks.week) as week_start,
    weeks.effort_days,
    capacities.capacity_days_per_week as capacity_days,
    weeks.items
from calc.owner_weeks as weeks
cross join calc.settings as settings
left join calc.capacities as capacities on weeks.owner_id = capacities.owner_id;

comment on column report.owner_weeks.owner_id is 'Id of the owner; empty for effort without one.';
comment on column report.owner_weeks.week_start is 'First day of the week; weeks count from as_of.';
comment on column report.owner_weeks.effort_days is
'Person-days that the plan under capacity puts into the week.';
comment on column report.owner_weeks.capacity_days is
'Person-days that the owner has in a week; empty where nobody''s time is planned.';
comment on column report.owner_weeks.items is 'Items it goes to, the one with most effort first.';
