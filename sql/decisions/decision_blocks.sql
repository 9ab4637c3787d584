-- One row per decision with items that wait for it: the most urgent first, and its dates in days
-- from as_of. Binding dates count before advisory ones.
create view calc.decision_blocks as
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
)

select
    blocks.decision as decision_id,
    list(
        blocks.item order by dated.is_advisory, dated.start_by_day nulls last, blocks.item
    ) as blocks,
    min(dated.plain_start_by_day) filter (where not dated.is_advisory) as plain_binding_day,
    min(dated.plain_start_by_day) as plain_day,
    min(dated.start_by_day) filter (where not dated.is_advisory) as binding_day,
    min(dated.start_by_day) as any_day
from input.decision_blocks as blocks
left join dated on blocks.item = dated.item_id
group by blocks.decision;
