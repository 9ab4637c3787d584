-- One row per item not started and what holds it for longer than what it requires takes: its own
-- not_before (decision_id empty), or an open decision that names it. A decision that is a
-- prerequisite itself holds nothing here, because its lead counts already. Days count from as_of.
create view calc.holds as
with
all_holds as (
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
    all_holds.item_id,
    all_holds.decision_id,
    cast(all_holds.gate_days as integer) as gate_days
from all_holds
inner join calc.typed_items as typed_items on all_holds.item_id = typed_items.item_id
where
    all_holds.gate_days > 0
    and typed_items.status in ('not_started', 'proposed', 'committed');
