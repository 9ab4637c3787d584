-- One row per open prerequisite, in order of the date to act on. Whatever an item requires has an
-- earlier date or, on the same day, a lower level; so nothing comes before what it requires.
create view report.plan as
select
    cast(
        row_number() over (
            order by
                is_blocked,
                safe_start_by nulls last,
                start_by nulls last,
                case when start_by is null then advisory_start_by end nulls last,
                level nulls last,
                -round(case when start_by is null then 0 else unlock_score end, 9),
                item_id
        ) as integer
    ) as sequence_number,
    item_id,
    name,
    theme,
    owner,
    suggested_owner,
    action,
    status,
    start_by,
    advisory_start_by,
    earliest_start,
    earliest_finish,
    slack_days,
    days_late,
    lead_low_days,
    lead_likely_days,
    lead_high_days,
    effort_days,
    unlock_score,
    at_stake,
    direction_count,
    directions,
    waits_for,
    binding_direction,
    binding_path,
    first_step,
    safe_start_by,
    safe_binding_direction
from report.items
where item_type = 'prerequisite' and is_open
order by sequence_number;

comment on column report.plan.sequence_number is 'Place in the whole plan; filters leave holes.';
comment on column report.plan.item_id is 'Id of the item.';
comment on column report.plan.name is 'Full name.';
comment on column report.plan.theme is 'Theme of the item, given or found from its name.';
comment on column report.plan.owner is
'Who makes it happen, or "No owner"; of a direction its sponsor.';
comment on column report.plan.suggested_owner is
'Likely owner of an unowned item, or "no clear owner"; empty when it has one.';
comment on column report.plan.action is
'The one thing to do about an open prerequisite: start now, start when ready, in progress, decide, later, park, alternative, helps, blocked or not needed.';
comment on column report.plan.status is 'Where it stands, as typed.';
comment on column report.plan.start_by is
'Last day it can start without making a direction late, at likely leads; empty when no target waits for it.';
comment on column report.plan.advisory_start_by is
'Last day to start so that it still helps; never binding, only where no target binds the item.';
comment on column report.plan.earliest_start is
'First day it can start, at likely leads, when all it requires is there.';
comment on column report.plan.earliest_finish is 'First day it can be there, at likely leads.';
comment on column report.plan.slack_days is
'Last day to start less the earliest start, in calendar days; negative when late.';
comment on column report.plan.days_late is
'Calendar days by which it can no longer start in time; 0 when it can, empty without a start by.';
comment on column report.plan.lead_low_days is
'Calendar days from starting it to having it, at best.';
comment on column report.plan.lead_likely_days is
'Calendar days from starting it to having it, most likely.';
comment on column report.plan.lead_high_days is
'Calendar days from starting it to having it, at worst.';
comment on column report.plan.effort_days is 'Our own work, in person-days.';
comment on column report.plan.unlock_score is
'Fair share of the expected value of the directions it holds up, in points. Each direction is split equally over what it still lacks; shares add up over items.';
comment on column report.plan.at_stake is
'Value that waits on it: expected value of all directions that need it, times the chance that they do, in points. Never summed over items.';
comment on column report.plan.direction_count is 'Number of live directions that require it.';
comment on column report.plan.directions is
'Live directions that require it, the most urgent first.';
comment on column report.plan.waits_for is 'Open items it directly requires on the route.';
comment on column report.plan.binding_direction is 'Direction that sets its start by.';
comment on column report.plan.binding_path is
'Chain that sets its start by, from the item to the direction.';
comment on column report.plan.first_step is 'What to do on the first day.';
comment on column report.plan.safe_start_by is
'Last day to start, less the days the direction keeps in reserve: the date to act on.';
comment on column report.plan.safe_binding_direction is 'Direction that sets its safe start by.';
