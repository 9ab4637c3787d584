-- One row per finished prerequisite with both days: how long it took, beside its range. The share
-- is where that falls in the range: 0 at low, 1 at high, empty where the range is one number.
create view calc.calibration as
select
    id as item_id,
    started_on,
    done_on,
    cast(datediff('day', started_on, done_on) as integer) as actual_days,
    lead_low_days,
    lead_likely_days,
    lead_high_days,
    (datediff('day', started_on, done_on) - lead_low_days)
    / nullif(lead_high_days - lead_low_days, 0) as share,
    source_file,
    source_line
from input.prerequisites
where status = 'done' and started_on is not null and done_on is not null;
