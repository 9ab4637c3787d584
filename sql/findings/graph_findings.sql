-- One row per thing that never starts, and per pin that is not followed or
-- chooses where nothing is chosen any more.
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
anti join input.foreign_items as foreign_items on cause[1] = foreign_items.id
union all
select
    'pin not followed', pins.item_id,
    case count(*)
        when 1 then 'The pin of "' || min(pins.requires_id) || '"'
        else
            count(*) || ' pins, the first of "'
            || arg_min(pins.requires_id, pins.pin_number) || '",'
    end
    || ' for the group "'
    || pins.any_of
    || case count(*) when 1 then '" is not followed.' else '" are not followed.' end,
    'Dates and scores go another way: ' || rejected_pins.reason || '.',
    case count(*) when 1 then 'Correct or remove the pin.' else 'Correct or remove the pins.' end,
    arg_min(pins.source_file, pins.pin_number), arg_min(pins.source_line, pins.pin_number)
from calc.rejected_pins as rejected_pins
inner join calc.pins as pins using (pin_number)
group by pins.item_id, pins.any_of, rejected_pins.reason
union all
select
    'pin without effect', pins.item,
    'A pin chooses in the group "' || pins.any_of || '" of an item that is '
    || items.status || '.',
    'Nothing is chosen there any more.', 'Remove the pin.', pins.source_file, pins.source_line
from input.route_pins as pins
inner join calc.items as items on pins.item = items.item_id and not items.is_open;
