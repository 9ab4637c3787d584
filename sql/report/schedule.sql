-- One row per live direction and open item on its route: its dates with the days that owners have.
create table report.schedule as
with
days as (
    select
        schedule.item_id,
        greatest(
            coalesce(schedule.effort_end_day, schedule.ready_day),
            schedule.finish_day - items.remaining_days + items.remaining_low_days
        ) as low_finish_day,
        schedule.finish_day - items.remaining_days + items.remaining_high_days as high_finish_day,
        latest.start_by_day + items.remaining_days as latest_finish_day,
        latest.start_by_day + items.remaining_days - schedule.finish_day as slack_days,
        safe_dates.safe_start_day + items.remaining_days - schedule.finish_day as safe_slack_days
    from calc.schedule as schedule
    inner join calc.items as items on schedule.item_id = items.item_id
    left join calc.latest as latest on schedule.item_id = latest.item_id
    left join calc.safe_dates as safe_dates on schedule.item_id = safe_dates.item_id
)

select
    schedule.item_id,
    schedule.list_position,
    facts.owner_id,
    calc.date_on(settings.as_of, schedule.ready_day) as ready_on,
    calc.date_on(settings.as_of, schedule.start_day) as capacity_start,
    calc.date_on(settings.as_of, schedule.effort_end_day) as effort_finish,
    calc.date_on(settings.as_of, schedule.finish_day) as capacity_finish,
    schedule.finish_day - earliest.earliest_finish_day as capacity_delay_days,
    schedule.owner_wait_days,
    schedule.waits_because,
    schedule.waits_for,
    schedule.busy_with,
    calc.date_on(settings.as_of, days.low_finish_day) as capacity_finish_low,
    calc.date_on(settings.as_of, days.high_finish_day) as capacity_finish_high,
    days.slack_days as capacity_slack_days,
    coalesce(days.safe_slack_days < 0, false) as misses_safe_start_by_capacity,
    coalesce(
        items.item_type = 'prerequisite' and days.slack_days > 0
        and (days.safe_slack_days < 0 or days.high_finish_day > days.latest_finish_day),
        false
    ) as is_at_risk_by_capacity
from calc.schedule as schedule
inner join days on schedule.item_id = days.item_id
inner join calc.items as items on schedule.item_id = items.item_id
inner join calc.item_facts as facts on schedule.item_id = facts.item_id
inner join calc.earliest as earliest on schedule.item_id = earliest.item_id
cross join calc.settings as settings;

comment on column report.schedule.list_position is
'Place in the order in which owners give their time; what is higher goes first.';
comment on column report.schedule.ready_on is
'Day on which all it requires is there, with the days that owners have.';
comment on column report.schedule.capacity_start is
'First day its owner gives to it, or the day it is ready where it takes nobody''s time.';
comment on column report.schedule.effort_finish is
'Day by which our own work on it is done; empty where it takes nobody''s time.';
comment on column report.schedule.capacity_finish is
'Day it is there with the days that owners have; empty where somebody has none.';
comment on column report.schedule.capacity_delay_days is
'Calendar days by which that is later than if no owner were short of time.';
comment on column report.schedule.owner_wait_days is
'Calendar days between being ready and finishing beyond its lead: its owner is busy, or effort does not fit its lead.';
comment on column report.schedule.waits_because is
'owner, own effort, no capacity, gate, requirement or nothing: why it is not there earlier.';
comment on column report.schedule.waits_for is
'What it requires and finishes last; empty where nothing required decides its start.';
comment on column report.schedule.busy_with is
'Item that takes most of its owner''s time while it waits; empty when it does not.';
comment on column report.schedule.capacity_finish_low is
'Day it is there with the days that owners have if its own lead is low; not before its effort is done.';
comment on column report.schedule.capacity_finish_high is
'Day it is there with the days that owners have if its own lead is high.';
comment on column report.schedule.capacity_slack_days is
'Calendar days by which it is there, with the days that owners have, before a target slips; negative is late, empty where no target waits.';
comment on column report.schedule.misses_safe_start_by_capacity is
'With the days that owners have it is there later than if it began on its start by.';
comment on column report.schedule.is_at_risk_by_capacity is
'With the days that owners have it is not late, and misses its start by or ends too late if its lead is high.';
