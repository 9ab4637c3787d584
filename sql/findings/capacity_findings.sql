-- One row per item whose effort does not fit its lead, per owner who has no time for what is
-- needed, and per item whose effort is in nobody's capacity.
create view calc.capacity_findings as
with
scheduled as (
    select
        items.item_id,
        items.owner_id,
        items.effort_days,
        items.is_in_capacity,
        items.remaining_days,
        schedule.owner_wait_days,
        schedule.waits_because,
        owners.name as owner,
        facts.source_file,
        facts.source_line,
        owners.source_file as owner_file,
        owners.source_line as owner_line
    from calc.schedule as schedule
    inner join calc.scheduled_items as items on schedule.item_id = items.item_id
    inner join calc.item_facts as facts on schedule.item_id = facts.item_id
    left join input.owners as owners on items.owner_id = owners.id
)

select
    'effort does not fit' as rule, item_id as subject_id,
    'Its effort takes ' || owner || ' ' || (remaining_days + owner_wait_days)
    || case remaining_days + owner_wait_days when 1 then ' day' else ' days' end
    || ' with nothing else to do, and its lead leaves ' || remaining_days || '.' as what,
    'A lead contains its effort, so one of them or the capacity is wrong.' as why,
    'Correct the lead, the effort or the days a week of its owner.' as fix, source_file, source_line
from scheduled
where waits_because = 'own effort'
union all
select
    'no capacity', owner_id,
    owner || ' has no time within a hundred years for ' || count(*)
    || case count(*) when 1 then ' item: ' else ' items: ' end || min(item_id)
    || case count(*) when 1 then '.' else ' and others.' end,
    'They and all that needs them have no date that owners can keep.',
    'Raise the days a week, or hand the items to somebody else.',
    any_value(owner_file), any_value(owner_line)
from scheduled
where waits_because = 'no capacity'
group by owner_id, owner
union all
select
    'effort in nobody''s time', item_id,
    'Its ' || round(effort_days, 1) || ' person-days are in nobody''s time: '
    || case when owner_id = '' then 'nobody owns it.' else owner || ' is not planned.' end,
    'The dates that owners can keep take them as done within the lead.',
    'Name an active owner with a capacity.', source_file, source_line
from scheduled
where not is_in_capacity and effort_days > 0;
