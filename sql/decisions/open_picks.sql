-- One row per alternative that an option of an open decision would pin.
create view calc.open_picks as
select
    picks.decision as decision_id,
    picks.option_position as position,
    options.name as option_name,
    picks.item as item_id,
    picks.any_of,
    picks.requires as requires_id,
    picks.source_line
from input.decision_picks as picks
inner join input.decision_options as options
    on picks.decision = options.decision and picks.option_position = options.position
inner join input.decisions as decisions on picks.decision = decisions.id
where decisions.status = 'open';
