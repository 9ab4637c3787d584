-- One row per pinned alternative, in the order in which pins are tried: settings in file order,
-- then decided decisions in file order. A pin of a scenario comes after the rest and replaces all
-- others of its group; without an alternative it only takes them away.
create table calc.pins as
with
all_pins as (
    select
        case when source_file = 'what-if' then 3 else 1 end as origin_order,
        position as origin_position,
        item as item_id,
        any_of,
        requires as requires_id,
        source_file,
        source_line
    from input.route_pins
    union all
    select
        2 as origin_order,
        decisions.source_line as origin_position,
        picks.item as item_id,
        picks.any_of,
        picks.requires as requires_id,
        picks.source_file,
        picks.source_line
    from input.decisions as decisions
    inner join input.decision_options as options
        on decisions.id = options.decision and decisions.chosen = options.name
    inner join input.decision_picks as picks
        on options.decision = picks.decision and options.position = picks.option_position
    where decisions.status = 'decided'
),

replaced as (
    select distinct
        item_id,
        any_of
    from all_pins
    where origin_order = 3
)

select
    row_number() over (order by origin_order, origin_position, source_line) as pin_number,
    item_id,
    any_of,
    requires_id,
    source_file,
    source_line
from all_pins
left join replaced using (item_id, any_of)
where
    requires_id is not null
    and (origin_order = 3 or replaced.item_id is null);
