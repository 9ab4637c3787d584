-- One row per decision point: open rows of decisions.yaml, prerequisites of kind decision on the
-- route that no row lists, items whose action is decide, and unpinned any-of groups. A group that
-- an open row picks is part of that row. Days count from as_of.
create table calc.decision_points as
select * from calc.decision_lists
union all
select
    prerequisites.id as decision_id,
    'prerequisite' as origin,
    prerequisites.name as question,
    prerequisites.id as item_id,
    prerequisites.owner as owner_id,
    prerequisites.lead_likely_days as lead_days,
    [prerequisites.id] as blocks,
    safe_dates.safe_start_day as decide_by_day,
    latest.start_by_day as plain_decide_by_day,
    false as is_advisory,
    null as closing,
    prerequisites.source_file,
    prerequisites.source_line
from input.prerequisites as prerequisites
inner join calc.actions as actions
    on prerequisites.id = actions.item_id and actions.cost_if_unneeded_points is not null
left join calc.safe_dates as safe_dates on prerequisites.id = safe_dates.item_id
left join calc.latest as latest on prerequisites.id = latest.item_id
where
    prerequisites.kind = 'decision'
    and actions.action <> 'decide'
    and prerequisites.id not in (
        select item from input.decisions
        where item is not null
    )
union all
select
    actions.item_id as decision_id,
    'item' as origin,
    'Start "' || prerequisites.name || '" now, or wait for the next review?' as question,
    actions.item_id,
    prerequisites.owner as owner_id,
    0 as lead_days,
    [actions.item_id] as blocks,
    safe_dates.safe_start_day as decide_by_day,
    latest.start_by_day as plain_decide_by_day,
    false as is_advisory,
    null as closing,
    prerequisites.source_file,
    prerequisites.source_line
from calc.actions as actions
inner join input.prerequisites as prerequisites on actions.item_id = prerequisites.id
left join calc.safe_dates as safe_dates on actions.item_id = safe_dates.item_id
left join calc.latest as latest on actions.item_id = latest.item_id
where
    actions.action = 'decide'
    and actions.item_id not in (
        select item_id from calc.decision_lists
        where item_id is not null
    )
union all
select groups.* exclude (any_of, alternatives, decision_ids)
from calc.group_decisions as groups
where len(groups.decision_ids) = 0;
