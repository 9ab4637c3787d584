-- One row per portfolio that another one holds up: the one that does so longest.
create table lake.longest_waits as
select
    asked_by as portfolio,
    arg_max(waits.portfolio, (never_comes, days_late, points, waits.portfolio)) as waits_for,
    arg_max(title, (never_comes, days_late, points, waits.portfolio)) as waits_for_title,
    max(days_late) as waits_days,
    bool_or(never_comes) as waits_in_vain
from lake.waits as waits
where holds_up
group by asked_by;

comment on column lake.longest_waits.portfolio is 'Id of the portfolio that waits.';
comment on column lake.longest_waits.waits_for is 'Id of the portfolio it waits for longest.';
comment on column lake.longest_waits.waits_for_title is 'That portfolio.';
comment on column lake.longest_waits.waits_days is
'Calendar days by which what it asks for comes too late.';
comment on column lake.longest_waits.waits_in_vain is
'What it asks for can never start, or will not come.';
