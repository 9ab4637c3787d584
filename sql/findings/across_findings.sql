-- One row per item of another portfolio that is late for this one, that can never start there, or
-- whose portfolio gave older answers. Each says whose it is.
create view calc.across_findings as
with
items as (
    select
        foreign_items.*,
        facts.name as said,
        dates.days_late,
        dates.earliest_finish
    from input.foreign_items as foreign_items
    inner join calc.item_facts as facts on foreign_items.id = facts.item_id
    inner join calc.item_dates as dates on foreign_items.id = dates.item_id
)

select
    'late in another portfolio' as rule, id as subject_id,
    said || ' is likely there on ' || strftime(earliest_finish, '%-d %b %Y') || ', '
    || days_late || case days_late when 1 then ' day' else ' days' end
    || ' after it is needed.' as what,
    'A direction misses its target at likely leads.' as why,
    'Agree on another day with ' || title || ', choose an alternative or move the target.' as fix,
    source_file, source_line
from items
where days_late > 0
union all
select
    'blocked in another portfolio', items.id,
    items.said
    || case items.status
        when 'blocked' then ' can never start: ' || items.why
        else ' will not come: it is ' || items.status
    end || '.',
    causes.blocked_count
    || case causes.blocked_count when 1 then ' item has' else ' items have' end
    || ' no date because of it: ' || array_to_string(causes.blocked_items[1:5], ', ')
    || case when causes.blocked_count > 5 then ' and more.' else '.' end,
    'Clear it with ' || items.title || ', add an alternative, or remove the row.',
    items.source_file, items.source_line
from items
inner join calc.blocked_causes as causes on items.id = causes.cause[1]
union all
select
    'answers of an earlier day', min(id),
    'What ' || title || ' says of ' || count(*)
    || case count(*) when 1 then ' item' else ' items' end || ' is of '
    || strftime(answered_on, '%-d %b %Y') || ': its files cannot be read.',
    'Its dates may have moved since.', 'Ask ' || title || ' to correct its files.',
    arg_min(source_file, id), arg_min(source_line, id)
from items
where is_stale
group by portfolio, title, answered_on;
