-- One row per item of another portfolio that rows here name, as its home answers it: its lead is
-- the time until it is there, from today or from what it waits for here. It goes on without us.
create view calc.foreign_items as
select
    id as item_id,
    'foreign' as item_type,
    status,
    cast(null as date) as started_on,
    cast(null as date) as not_before,
    finish_low_days as lead_low_days,
    finish_days as lead_likely_days,
    finish_high_days as lead_high_days,
    effort_days,
    needed_confidence as need_factor,
    cast(null as date) as target,
    has_overrun as is_beyond_its_range
from input.foreign_items;
