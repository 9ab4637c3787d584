-- One row per finished prerequisite with both days: how long it took, beside its range.
create view report.calibration as
select
    calibration.item_id,
    facts.name,
    calibration.started_on,
    calibration.done_on,
    calibration.actual_days,
    calibration.lead_low_days,
    calibration.lead_likely_days,
    calibration.lead_high_days,
    calibration.share,
    calibration.source_file,
    calibration.source_line
from calc.calibration as calibration
inner join calc.item_facts as facts on calibration.item_id = facts.item_id;

comment on column report.calibration.item_id is 'Finished prerequisite with both days.';
comment on column report.calibration.name is 'Its full name.';
comment on column report.calibration.started_on is 'Day on which it was started.';
comment on column report.calibration.done_on is 'Day on which it was done.';
comment on column report.calibration.actual_days is 'Calendar days that it took.';
comment on column report.calibration.lead_low_days is 'Its low lead as it stands, calendar days.';
comment on column report.calibration.lead_likely_days is
'Its likely lead as it stands, calendar days.';
comment on column report.calibration.lead_high_days is
'Its high lead as it stands, calendar days.';
comment on column report.calibration.share is
'Where what it took falls in its range: 0 at low, 1 at high; empty where low is high.';
comment on column report.calibration.source_file is 'File that holds it.';
comment on column report.calibration.source_line is 'Its line there.';
