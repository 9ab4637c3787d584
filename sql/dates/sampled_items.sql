-- One row per item that some live direction needs, directions included: the range to sample.
-- What has overrun its range begins a new one.
create view calc.sampled_items as
select
    item_id,
    case when has_overrun then remaining_low_days else lead_low_days end as lead_low_days,
    case when has_overrun then remaining_days else lead_likely_days end as lead_likely_days,
    case when has_overrun then remaining_high_days else lead_high_days end as lead_high_days,
    remaining_days,
    gate_days,
    case
        when has_overrun then 0
        when status = 'in_progress' then elapsed_days
    end as elapsed_days
from calc.items
where item_id in (select item_id from calc.needs);

comment on column calc.sampled_items.elapsed_days is
'Calendar days since an item in progress was started; empty for what is not started.';
