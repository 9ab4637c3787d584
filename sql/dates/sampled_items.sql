-- One row per item that some live direction needs, directions included: the range to sample.
create view calc.sampled_items as
select
    item_id,
    lead_low_days,
    lead_likely_days,
    lead_high_days,
    remaining_days,
    case when status = 'in_progress' then elapsed_days end as elapsed_days
from calc.items
where item_id in (select item_id from calc.needs);

comment on column calc.sampled_items.elapsed_days is
'Calendar days since an item in progress was started; empty for what is not started.';
