-- One row per open prerequisite whose lead is judgement and that decides a date of a direction in
-- some of the samples. A published figure for it is worth most where much value waits on the date.
create view report.judgements as
select
    items.item_id,
    items.name,
    items.lead_low_days,
    items.lead_likely_days,
    items.lead_high_days,
    arg_max(drivers.direction_id, drivers.critical_share) as direction_id,
    max(drivers.critical_share) as critical_share,
    sum(directions.expected_value * drivers.critical_share) as value_it_dates,
    items.source_file,
    items.source_line
from report.items as items
inner join report.drivers as drivers on items.item_id = drivers.item_id
inner join report.directions as directions on drivers.direction_id = directions.direction_id
where
    items.lead_grade = 'judgement'
    and items.item_type = 'prerequisite'
    and items.is_open
    and drivers.critical_share > 0
group by all;

comment on column report.judgements.item_id is 'Prerequisite whose lead is judgement.';
comment on column report.judgements.name is 'Its full name.';
comment on column report.judgements.lead_low_days is 'Its low lead, calendar days.';
comment on column report.judgements.lead_likely_days is 'Its likely lead, calendar days.';
comment on column report.judgements.lead_high_days is 'Its high lead, calendar days.';
comment on column report.judgements.direction_id is
'Direction whose date it decides most often.';
comment on column report.judgements.critical_share is
'Share of the samples in which it decides the date of that direction.';
comment on column report.judgements.value_it_dates is
'Expected value of the directions times the share of samples in which it decides their date, summed.';
comment on column report.judgements.source_file is 'File that holds it.';
comment on column report.judgements.source_line is 'Its line there.';
