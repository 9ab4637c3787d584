-- One row per status that does not fit its days.
create view calc.day_findings as
with
facts as (
    select
        facts.*,
        items.has_overrun,
        items.elapsed_days,
        items.lead_high_days,
        items.remaining_days,
        settings.as_of
    from calc.item_facts as facts
    inner join calc.items as items on facts.item_id = items.item_id
    cross join calc.settings as settings
    where items.item_type <> 'foreign'
)

select
    'overrun' as rule, item_id as subject_id,
    'It was started ' || elapsed_days || ' days ago and was to take ' || lead_high_days
    || ' at worst: it has overrun by ' || remaining_days
    || case remaining_days when 1 then ' day.' else ' days.' end as what,
    'It is taken to need as long again, and what needs it is at risk at best.' as why,
    'Give it a new range of leads.' as fix, source_file, source_line
from facts
where has_overrun
union all
select
    'status against dates', item_id,
    'It is ' || replace(status, '_', ' ') || ' although it has a '
    || case when done_on is not null then 'done_on' else 'started_on' end || '.',
    'The status counts and the day does not.', 'Correct the one that is wrong.',
    source_file, source_line
from facts
where
    (status = 'not_started' and (started_on is not null or done_on is not null))
    or (status = 'in_progress' and done_on is not null)
union all
select
    'date in the future', item_id,
    case when started_on > as_of then 'started_on' else 'done_on' end || ' lies after today.',
    'It cannot have happened yet.', 'Correct the date or the status.', source_file, source_line
from facts
where started_on > as_of or done_on > as_of;
