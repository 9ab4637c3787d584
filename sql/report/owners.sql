-- One row per owner: what they hold, and their load until the next review.
create table report.owners as
select
    owners.id as owner_id,
    owners.name,
    coalesce(owners.team, '') as team,
    coalesce(owners.contact, '') as contact,
    owners.capacity_days_per_week,
    owners.active as is_active,
    cast(loads.open_items as integer) as open_items,
    loads.effort_days,
    loads.unlock_score_points as unlock_score,
    loads.unlock_score_points / nullif(totals.unlock_score_points, 0) as unlock_share,
    loads.capacity_days,
    loads.must_start_effort_days,
    loads.could_start_effort_days,
    loads.planned_effort_days,
    loads.must_start_effort_days / nullif(loads.capacity_days, 0) as load,
    loads.could_start_effort_days / nullif(loads.capacity_days, 0) as could_load,
    loads.planned_effort_days / nullif(loads.capacity_days, 0) as planned_load,
    calc.date_on(settings.as_of, capacity.busy_end_day - 1) as busy_until,
    calc.date_on(settings.as_of, full_weeks.full_until_day) as full_until,
    cast(coalesce(waits.wait_days_caused, 0) as integer) as wait_days_caused,
    capacity.least_capacity_percent,
    coalesce(capacity.is_least_capacity_tried, true) as is_least_capacity_tried,
    coalesce(capacity.first_hit, '') as first_hit,
    capacity.points_saved_by_a_day
from input.owners as owners
cross join calc.totals as totals
cross join calc.settings as settings
inner join calc.owner_loads as loads on owners.id = loads.owner_id
left join calc.owner_capacity as capacity on owners.id = capacity.owner_id
left join calc.owner_waits as waits on owners.id = waits.owner_id
left join calc.full_weeks as full_weeks on owners.id = full_weeks.owner_id;

comment on column report.owners.name is 'Role or person.';
comment on column report.owners.team is 'Team.';
comment on column report.owners.contact is
'How to reach them: an address, a channel, a link; empty when it is not said.';
comment on column report.owners.capacity_days_per_week is
'Person-days per week the owner can put in.';
comment on column report.owners.is_active is 'Can still take work.';
comment on column report.owners.effort_days is 'Effort of the open items, in person-days.';
comment on column report.owners.unlock_score is
'Sum of the unlock scores of the open items, in points.';
comment on column report.owners.unlock_share is
'Share of all unlock score that the owner holds, from 0 to 1; no measure of time.';
comment on column report.owners.capacity_days is
'Person-days the owner has until the next review; empty where nobody''s time is planned.';
comment on column report.owners.must_start_effort_days is
'Person-days asked until the next review: of items on a route that must start by then, and what is left of work begun.';
comment on column report.owners.could_start_effort_days is
'Person-days of items on a route that can start before the next review.';
comment on column report.owners.planned_effort_days is
'Person-days that the plan under capacity takes until the next review.';
comment on column report.owners.load is
'Asked until the review: person-days of what must start and what is begun over those the owner has. Above 1 the dates by the map do not hold; the dates owners can keep put the rest later.';
comment on column report.owners.could_load is
'Could start until the review: person-days of what can start over those the owner has.';
comment on column report.owners.planned_load is
'Given until the review: person-days that the dates owners can keep take over those the owner has; never above 1.';
comment on column report.owners.busy_until is
'Last day on which the plan takes the owner''s time; empty without any.';
comment on column report.owners.full_until is
'First day of the first week with less than 95 percent of the capacity taken; empty where that is this week.';
comment on column report.owners.wait_days_caused is
'Calendar days, over all items, that something waits because this owner is busy with another.';
comment on column report.owners.least_capacity_percent is
'Share of the owner''s capacity in percent, in steps of 5, that keeps what is on time on time; 105 where a direction is late today because of it; empty where 5 is enough.';
comment on column report.owners.is_least_capacity_tried is
'Whether the plans sufficed to look for the least capacity.';
comment on column report.owners.first_hit is
'First direction late with 5 percent less of this owner; above 100 the one late today; empty without one.';
comment on column report.owners.points_saved_by_a_day is
'Points of lateness that one more day a week of this owner saves; empty where nothing is late for want of owners.';
