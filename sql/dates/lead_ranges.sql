-- One row per open item, directions included: the range of what is left of its lead, to sample.
-- What has overrun its range begins a new one. A foreign item has samples of its own, and goes on.
create view calc.lead_ranges as
select
    items.item_id,
    case
        when items.item_type = 'foreign' then items.remaining_days
        when items.has_overrun then items.remaining_low_days
        else items.lead_low_days
    end as lead_low_days,
    case
        when items.has_overrun then items.remaining_days else items.lead_likely_days
    end as lead_likely_days,
    case
        when items.item_type = 'foreign' then items.remaining_days
        when items.has_overrun then items.remaining_high_days
        else items.lead_high_days
    end as lead_high_days,
    items.remaining_days,
    items.gate_days,
    case
        when items.has_overrun or items.item_type = 'foreign' then 0
        when items.status = 'in_progress' then items.elapsed_days
    end as elapsed_days,
    items.has_overrun,
    coalesce(prerequisites.kind, '') as kind
from calc.items as items
left join input.prerequisites as prerequisites on items.item_id = prerequisites.id
where items.is_open;

comment on column calc.lead_ranges.elapsed_days is
'Calendar days since an item in progress was started; empty for what is not started.';
