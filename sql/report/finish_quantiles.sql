-- One row per live direction and share of the samples: the day by which that share is finished.
create view report.finish_quantiles as
select
    quantiles.direction_id,
    quantiles.share,
    calc.date_on(settings.as_of, ceil(quantiles.finish_day)) as finish
from calc.finish_quantiles as quantiles
cross join calc.settings as settings;

comment on column report.finish_quantiles.share is 'Share of the samples, from 0 to 1.';
comment on column report.finish_quantiles.finish is
'Day by which this share of the samples is finished.';
