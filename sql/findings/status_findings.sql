-- One row per status that does not fit the graph or lacks its day, and one for all leads that were
-- assumed.
create view calc.status_findings as
with
facts as (
    select
        facts.*,
        items.is_done,
        items.is_dropped,
        open_requirements.required
    from calc.item_facts as facts
    inner join calc.items as items on facts.item_id = items.item_id
    left join calc.open_requirements as open_requirements
        on facts.item_id = open_requirements.item_id
)

select
    'started before it can' as rule, item_id as subject_id,
    'It is in progress while it still waits for: '
    || array_to_string(required, ', ')
    || '.' as what,
    'Its dates follow the graph, not the work going on.' as why,
    'Finish or remove the requirement, or set the item back.' as fix, source_file, source_line
from facts
where status = 'in_progress' and required is not null
union all
select
    'done before it can', item_id,
    'It is done while it requires open items: ' || array_to_string(required, ', ') || '.',
    'It counts as done, and what it requires counts for nothing here.',
    'Correct its status or remove the requirement.', source_file, source_line
from facts
where is_done and required is not null
union all
select
    'no start date', item_id, 'It is in progress and started_on is empty.',
    'Its whole lead still counts.', 'Fill in started_on.', source_file, source_line
from facts
where status = 'in_progress' and started_on is null
union all
select
    'no done date', item_id, 'It is done and done_on is empty.',
    'Nobody can see when it was there.', 'Fill in done_on.', source_file, source_line
from facts
where status = 'done' and done_on is null
union all
select
    'assumed leads', min(source_file),
    count_if(lead_source = 'assumed') || ' of ' || count(*)
    || ' prerequisites that are not there yet have a lead that an import assumed.',
    'Every date that rests on them is a placeholder.',
    'Fill in the leads, and clear assumed in lead_source.', min(source_file),
    min_by(source_line, if(lead_source = 'assumed', 0, 1))
from facts
where kind <> '' and not is_done and not is_dropped
having count_if(lead_source = 'assumed') > 0;
