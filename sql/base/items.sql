-- One row per item: direction, prerequisite or foreign, as far as the rules need it.
-- In progress: what is left of the likely lead, but at least a quarter of what is left of the high
-- one; without a start date the whole lead counts. Beyond the high lead the range has proved wrong,
-- and it is taken to need as long again as it has overrun.
create table calc.items as
select
    typed_items.*,
    coalesce(gates.gate_days, 0) as gate_days,
    coalesce(gates.decision_id, '') as gate_decision_id,
    cast(row_number() over (order by typed_items.item_id) as integer) as item_number,
    not(is_done or is_dropped) as is_open,
    case
        when is_done then 0
        when item_type = 'foreign' then lead_low_days
        when has_overrun then 1
        when status = 'in_progress'
            then greatest(least(1, lead_likely_days), lead_low_days - elapsed_days)
        else lead_low_days
    end as remaining_low_days,
    case
        when is_done then 0
        when item_type = 'foreign' then lead_likely_days
        when has_overrun then elapsed_days - lead_high_days
        when status = 'in_progress'
            then greatest(
                least(1, lead_likely_days),
                lead_likely_days - elapsed_days,
                least(
                    lead_likely_days, cast(ceil((lead_high_days - elapsed_days) / 4) as integer)
                )
            )
        else lead_likely_days
    end as remaining_days,
    case
        when is_done then 0
        when item_type = 'foreign' then lead_high_days
        when has_overrun then 2 * (elapsed_days - lead_high_days)
        when status = 'in_progress'
            then greatest(least(1, lead_likely_days), lead_high_days - elapsed_days)
        else lead_high_days
    end as remaining_high_days
from calc.typed_items as typed_items
left join calc.gates as gates on typed_items.item_id = gates.item_id;

comment on column calc.items.gate_days is
'Calendar days from as_of before which it cannot start, whatever is ready; 0 when nothing holds it.';
comment on column calc.items.gate_decision_id is
'The open decision that holds it so long; empty when its own not_before does, or nothing.';
comment on column calc.items.item_number is 'Place of the id among all ids.';
