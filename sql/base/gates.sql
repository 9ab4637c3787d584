-- One row per item not started that is held for longer than what it requires takes: until its own
-- not_before, or until an open decision that names it is taken. A decision that is a prerequisite
-- itself holds nothing here, because its lead counts already. Days count from as_of; the longest
-- hold counts, ties go to not_before and then to the smallest id.
create view calc.gates as
with
holds as (
    select
        typed_items.item_id,
        '' as decision_id,
        typed_items.not_before - settings.as_of as gate_days
    from calc.typed_items as typed_items
    cross join calc.settings as settings
    union all
    select
        blocks.item as item_id,
        decisions.id as decision_id,
        decisions.lead_days as gate_days
    from input.decision_blocks as blocks
    inner join input.decisions as decisions on blocks.decision = decisions.id
    where decisions.status = 'open' and decisions.item is null
)

select
    holds.item_id,
    cast(max(holds.gate_days) as integer) as gate_days,
    min(struct_pack(d := -holds.gate_days, id := holds.decision_id)).id as decision_id
from holds
inner join calc.typed_items as typed_items on holds.item_id = typed_items.item_id
where
    holds.gate_days > 0
    and typed_items.status in ('not_started', 'proposed', 'committed')
group by holds.item_id;
