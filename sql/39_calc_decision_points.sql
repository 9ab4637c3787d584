-- One row per decision point: open rows of decisions.yaml, items whose action is decide, and
-- unpinned any-of groups one of whose alternatives must start before the next review. A group that
-- an open row picks is part of that row, whose date it can only bring forward. Days count from
-- as_of.
create table calc.decision_points as
with
dated as (
    select
        items.item_id,
        coalesce(safe_dates.safe_start_day, advisory_dates.advisory_start_day) as start_by_day,
        coalesce(latest.start_by_day, advisory_dates.advisory_start_day) as plain_start_by_day,
        safe_dates.item_id is null as is_advisory
    from calc.items as items
    left join calc.safe_dates as safe_dates on items.item_id = safe_dates.item_id
    left join calc.latest as latest on items.item_id = latest.item_id
    left join calc.advisory_dates as advisory_dates on items.item_id = advisory_dates.item_id
    where items.is_open
),

first_blocked as (
    select
        blocks.decision as decision_id,
        list(blocks.item order by dated.start_by_day nulls last, blocks.item) as blocks,
        min(dated.plain_start_by_day) filter (where not dated.is_advisory) as plain_binding_day,
        min(dated.plain_start_by_day) as plain_day,
        min(dated.start_by_day) filter (where not dated.is_advisory) as binding_day,
        min(dated.start_by_day) as any_day
    from input.decision_blocks as blocks
    left join dated on blocks.item = dated.item_id
    group by blocks.decision
),

first_groups as (
    select
        decision_id,
        min(decide_by_day) as group_day,
        min(plain_decide_by_day) as plain_group_day
    from (
        select
            unnest(decision_ids) as decision_id,
            decide_by_day,
            plain_decide_by_day
        from calc.group_decisions
    ) as picked
    group by decision_id
),

listed as (
    select
        decisions.id as decision_id,
        'decision' as origin,
        decisions.question,
        decisions.item as item_id,
        decisions.owner as owner_id,
        decisions.lead_days,
        coalesce(first_blocked.blocks, cast([] as varchar[])) as blocks,
        least(coalesce(first_blocked.binding_day, first_blocked.any_day), first_groups.group_day)
        - decisions.lead_days as decide_by_day,
        least(
            coalesce(first_blocked.plain_binding_day, first_blocked.plain_day),
            first_groups.plain_group_day
        ) - decisions.lead_days as plain_decide_by_day,
        first_blocked.binding_day is null
        and first_groups.group_day is null
        and first_blocked.any_day is not null as is_advisory,
        decisions.source_file,
        decisions.source_line
    from input.decisions as decisions
    left join first_blocked on decisions.id = first_blocked.decision_id
    left join first_groups on decisions.id = first_groups.decision_id
    where decisions.status = 'open'
),

to_decide as (
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
        prerequisites.source_file,
        prerequisites.source_line
    from calc.actions as actions
    inner join input.prerequisites as prerequisites on actions.item_id = prerequisites.id
    left join calc.safe_dates as safe_dates on actions.item_id = safe_dates.item_id
    left join calc.latest as latest on actions.item_id = latest.item_id
    where
        actions.action = 'decide'
        and actions.item_id not in (
            select item_id from listed
            where item_id is not null
        )
)

select * from listed
union all
select * from to_decide
union all
select groups.* exclude (any_of, alternatives, decision_ids)
from calc.group_decisions as groups
cross join calc.settings as settings
where len(groups.decision_ids) = 0 and groups.decide_by_day <= settings.review_days;
