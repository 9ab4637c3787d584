-- One row per questionable thing in the graph: what never starts, pins and groups that do nothing.
create view calc.graph_findings as
select
    case when is_cycle then 'hard cycle' else 'dropped requirement' end as rule,
    cause[1] as subject_id,
    case
        when is_cycle then 'Each waits for the next: ' || cycle_text || '.'
        else 'A dropped item is still required.'
    end as what,
    blocked_count || case blocked_count when 1 then ' item has' else ' items have' end
    || ' no date because of it: ' || array_to_string(blocked_items[1:5], ', ')
    || case when blocked_count > 5 then ' and more.' else '.' end as why,
    case
        when is_cycle then 'Remove one of these rows or make it soft: ' || lines || '.'
        else 'Remove the rows that require it, add an alternative, or take it up again.'
    end as fix,
    source_file,
    source_line
from calc.blocked_causes
union all
select
    'pin not followed', pins.item_id,
    'The pin of "'
    || pins.requires_id
    || '" for the group "'
    || pins.any_of
    || '" is not followed.',
    'Dates and scores use another alternative: ' || rejected_pins.reason || '.',
    'Correct or remove the pin.', pins.source_file, pins.source_line
from calc.rejected_pins as rejected_pins
inner join calc.pins as pins using (pin_number)
union all
select
    'group of one', item, 'The any-of group "' || any_of || '" has one alternative.',
    'It is no choice.', 'Add an alternative or empty the any_of cell.',
    any_value(source_file), min(source_line)
from input.dependencies
where any_of is not null
group by item, any_of
having count(distinct requires) = 1
union all
select
    'group without effect', alternatives.item,
    'An alternative of the group "' || alternatives.any_of || '" is also required plainly: "'
    || alternatives.requires || '".',
    'The group is always satisfied, so its other alternatives count for nothing.',
    'Remove the plain row or the group.', alternatives.source_file, alternatives.source_line
from input.dependencies as alternatives
inner join input.dependencies as plain_rows
    on
        alternatives.item = plain_rows.item and alternatives.requires = plain_rows.requires
        and plain_rows.any_of is null and plain_rows.strength = 'hard'
where alternatives.any_of is not null
union all
select
    'direction needs nothing', items.item_id, 'No prerequisite is listed for this direction.',
    'Its forecast is its own delivery lead alone.', 'List what it requires.',
    facts.source_file, facts.source_line
from calc.items as items
inner join calc.item_facts as facts on items.item_id = facts.item_id
anti join input.dependencies as dependencies on items.item_id = dependencies.item
where items.item_type = 'direction' and items.is_open;
