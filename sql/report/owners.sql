-- One row per owner: what they hold, and their load until the next review.
create view report.owners as
select
    owners.id as owner_id,
    owners.name,
    coalesce(owners.team, '') as team,
    owners.capacity_days_per_week,
    owners.active as is_active,
    cast(loads.open_items as integer) as open_items,
    loads.effort_days,
    loads.unlock_score_points as unlock_score,
    loads.unlock_score_points / nullif(totals.unlock_score_points, 0) as unlock_share,
    loads.capacity_days,
    loads.must_start_effort_days,
    loads.could_start_effort_days,
    loads.must_start_effort_days / nullif(loads.capacity_days, 0) as load,
    loads.could_start_effort_days / nullif(loads.capacity_days, 0) as could_load
from input.owners as owners
cross join calc.totals as totals
inner join calc.owner_loads as loads on owners.id = loads.owner_id;

comment on column report.owners.name is 'Role or person.';
comment on column report.owners.team is 'Team.';
comment on column report.owners.capacity_days_per_week is
'Person-days per week the owner can put in.';
comment on column report.owners.is_active is 'Can still take work.';
comment on column report.owners.effort_days is 'Effort of the open items, in person-days.';
comment on column report.owners.unlock_score is
'Sum of the unlock scores of the open items, in points.';
comment on column report.owners.unlock_share is
'Share of all unlock score that the owner holds, from 0 to 1.';
comment on column report.owners.capacity_days is 'Person-days until the next review.';
comment on column report.owners.must_start_effort_days is
'Person-days until the next review: of items that must start by then, and what is left of work begun.';
comment on column report.owners.could_start_effort_days is
'Person-days of open items that can start before the next review.';
comment on column report.owners.load is
'Must-start effort over capacity; above 1 is overload; empty without capacity.';
comment on column report.owners.could_load is 'Could-start effort over capacity.';
