-- One row. Every number that tunes a rule, with the days that follow from it.
create table calc.settings as
select
    settings.* exclude (source_file, source_line),
    cast(settings.as_of + settings.review_days as date) as review_on
from input.settings;

comment on column calc.settings.review_on is 'The next review: as_of plus review_days.';
