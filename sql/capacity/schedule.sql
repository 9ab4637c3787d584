-- One row per scheduled item: its dates with the days that owners have, in days from as_of, and
-- why. Filled by engine/schedule.
create table calc.schedule (
    item_id varchar,
    list_position integer,
    ready_day integer,
    start_day integer,
    effort_end_day integer,
    finish_day integer,
    owner_wait_days integer,
    waits_because varchar,
    waits_for varchar,
    busy_with varchar
);
