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
    safe_start_by,
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
    safe_binding_direction
from report.items
where item_type = 'prerequisite' and is_open
order by sequence_number;

comment on column report.plan.sequence_number is 'Place in the whole plan; filters leave holes.';
