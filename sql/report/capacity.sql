-- One row: whether the plan holds with the days that owners have, and how little would do.
create view report.capacity as
with
effort as (
    select
        coalesce(sum(effort_days order by item_id) filter (where owner_id = ''), 0)
            as unowned_effort_days,
        coalesce(sum(effort_days order by item_id) filter (where owner_id != ''), 0)
            as idle_owner_effort_days
    from calc.scheduled_items
    where not is_in_capacity
)

select
    capacity.capacity_needed_percent,
    capacity.first_hit,
    capacity.failing_directions,
    capacity.plans_tried,
    capacity.plans_allowed,
    effort.unowned_effort_days,
    effort.idle_owner_effort_days
from calc.capacity as capacity
cross join effort;

comment on column report.capacity.capacity_needed_percent is
'Share of their capacity in percent, in steps of 5, that all owners must give so that no direction that could be on time is late; empty where 5 is enough, 200 is not, or no plan was left.';
comment on column report.capacity.first_hit is
'First direction late with 5 percent less; above 100 the first one late today; empty without one.';
comment on column report.capacity.failing_directions is
'Directions that could be on time and are late with the days that owners have.';
comment on column report.capacity.plans_tried is 'Plans with other capacities that were made.';
comment on column report.capacity.plans_allowed is
'Plans that could be made; where all were, the rest of the answers is empty.';
comment on column report.capacity.unowned_effort_days is
'Person-days on routes that no owner is named for; the plan takes them as done in their lead.';
comment on column report.capacity.idle_owner_effort_days is
'Person-days on routes whose owner is inactive or whose capacity is not known; taken as done in their lead.';
