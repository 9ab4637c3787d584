-- One row per direction that is late because of capacity and owner of whom so many days a week more
-- are enough. Filled by engine/schedule.
create table calc.more_days (
    direction_id varchar,
    owner_id varchar,
    more_days double,
    finish_day integer,
    what_if varchar[]
);
