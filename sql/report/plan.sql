-- One row per open prerequisite, in order of the date to act on. Whatever an item requires has an
-- earlier date or, on the same day, a lower level; so nothing comes before what it requires.
create view report.plan as
select
    cast(
        row_number() over (
            order by
                items.is_blocked,
                items.safe_start_by nulls last,
                items.start_by nulls last,
                case when items.start_by is null then items.advisory_start_by end nulls last,
                items.level nulls last,
                -round(case when items.start_by is null then 0 else items.unlock_score end, 9),
                items.item_id
        ) as integer
    ) as sequence_number,
    items.item_id,
    items.name,
    items.theme,
    items.owner,
    items.suggested_owner,
    items.action,
    items.status,
    items.safe_start_by,
    items.start_by,
    items.advisory_start_by,
    items.earliest_start,
    items.earliest_finish,
    items.slack_days,
    items.days_late,
    items.lead_low_days,
    items.lead_likely_days,
    items.lead_high_days,
    items.effort_days,
    items.unlock_score,
    items.at_stake,
    items.direction_count,
    items.directions,
    items.waits_for,
    items.binding_direction,
    items.binding_path,
    items.first_step,
    items.safe_binding_direction,
    schedule.capacity_start,
    schedule.capacity_finish,
    coalesce(schedule.waits_because, '') as waits_because,
    coalesce(schedule.busy_with, '') as busy_with
from report.items as items
left join report.schedule as schedule on items.item_id = schedule.item_id
where items.item_type = 'prerequisite' and items.is_open
order by sequence_number;

comment on column report.plan.sequence_number is 'Place in the whole plan; filters leave holes.';
