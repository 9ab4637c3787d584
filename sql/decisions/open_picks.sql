-- One row per alternative that an option of an open decision would pin.
create view calc.open_picks as
with
changing_options as (
    select distinct
        decision,
        option_position
    from input.decision_changes
)

select
    picks.decision as decision_id,
    picks.option_position as position,
    options.name as option_name,
    picks.item as item_id,
    picks.any_of,
    picks.requires as requires_id,
    changing_options.decision is not null as has_changes,
    picks.source_line
from input.decision_picks as picks
inner join input.decision_options as options
    on picks.decision = options.decision and picks.option_position = options.position
inner join input.decisions as decisions on picks.decision = decisions.id
left join changing_options
    on
        picks.decision = changing_options.decision
        and picks.option_position = changing_options.option_position
where decisions.status = 'open';

comment on column calc.open_picks.has_changes is
'The option changes rows beside its picks, so that its picks alone do not tell what it does.';
