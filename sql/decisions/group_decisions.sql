-- One row per unpinned open any-of group with at least two alternatives that can start: the first
-- day on which one of them would have to start (closing: that day and that alternative).
-- decision_ids are the open decisions that pick it.
create table calc.group_decisions as
with
picking as (
    select
        picks.item as item_id,
        picks.any_of,
        list(distinct picks.decision order by picks.decision) as decision_ids
    from input.decision_picks as picks
    inner join input.decisions as decisions
        on picks.decision = decisions.id and decisions.status = 'open'
    group by picks.item, picks.any_of
),

groups as (
    select
        open_groups.item_id,
        open_groups.any_of,
        list(requirements.requires_id order by requirements.requires_id) as alternatives,
        min(
            struct_pack(
                day := cast(safe_dates.safe_start_day - alternatives.remaining_days as integer),
                item_id := alternatives.item_id
            )
        ) as closing,
        cast(min(latest.start_by_day - alternatives.remaining_days) as integer)
            as plain_decide_by_day
    from calc.open_groups as open_groups
    inner join calc.requirements as requirements
        on
            open_groups.item_id = requirements.item_id
            and open_groups.any_of = requirements.any_of
    inner join calc.items as alternatives on requirements.requires_id = alternatives.item_id
    inner join calc.earliest as earliest on alternatives.item_id = earliest.item_id
    inner join calc.latest as latest on open_groups.item_id = latest.item_id
    inner join calc.safe_dates as safe_dates on open_groups.item_id = safe_dates.item_id
    group by open_groups.item_id, open_groups.any_of
    having count(*) >= 2
)

select
    groups.item_id || '/' || groups.any_of as decision_id,
    'alternatives' as origin,
    'Which alternative does "' || coalesce(prerequisites.name, directions.name) || '" take?'
        as question,
    groups.item_id,
    coalesce(prerequisites.owner, directions.sponsor) as owner_id,
    0 as lead_days,
    [groups.item_id] as blocks,
    groups.closing.day as decide_by_day,
    groups.plain_decide_by_day,
    false as is_advisory,
    groups.closing,
    coalesce(prerequisites.source_file, directions.source_file) as source_file,
    coalesce(prerequisites.source_line, directions.source_line) as source_line,
    groups.any_of,
    groups.alternatives,
    coalesce(picking.decision_ids, cast([] as varchar[])) as decision_ids
from groups
left join picking on groups.item_id = picking.item_id and groups.any_of = picking.any_of
left join input.prerequisites as prerequisites on groups.item_id = prerequisites.id
left join input.directions as directions on groups.item_id = directions.id;
