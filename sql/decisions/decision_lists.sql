-- One row per open row of decisions.yaml. A group that it picks can only bring its date forward.
create view calc.decision_lists as
with
first_groups as (
    select
        decision_id,
        min(closing) as closing,
        min(plain_decide_by_day) as plain_group_day
    from (
        select
            unnest(decision_ids) as decision_id,
            closing,
            plain_decide_by_day
        from calc.group_decisions
    ) as picked
    group by decision_id
)

select
    decisions.id as decision_id,
    'decision' as origin,
    decisions.question,
    decisions.item as item_id,
    decisions.owner as owner_id,
    decisions.lead_days,
    coalesce(first_blocked.blocks, cast([] as varchar[])) as blocks,
    least(coalesce(first_blocked.binding_day, first_blocked.any_day), first_groups.closing.day)
    - decisions.lead_days as decide_by_day,
    least(
        coalesce(first_blocked.plain_binding_day, first_blocked.plain_day),
        first_groups.plain_group_day
    ) - decisions.lead_days as plain_decide_by_day,
    first_blocked.binding_day is null
    and first_groups.closing is null
    and first_blocked.any_day is not null as is_advisory,
    case
        when
            first_groups.closing.day
            <= coalesce(first_blocked.binding_day, first_blocked.any_day, first_groups.closing.day)
            then first_groups.closing
    end as closing,
    decisions.source_file,
    decisions.source_line
from input.decisions as decisions
left join calc.decision_blocks as first_blocked on decisions.id = first_blocked.decision_id
left join first_groups on decisions.id = first_groups.decision_id
where decisions.status = 'open';
