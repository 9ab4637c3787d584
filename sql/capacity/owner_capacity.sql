-- One row per owner whose time is planned: until when it is taken, and how little of it would do.
-- Filled by engine/schedule.
create table calc.owner_capacity (
    owner_id varchar,
    busy_end_day integer,
    review_effort_days double,
    is_least_capacity_tried boolean,
    least_capacity_percent integer,
    first_hit varchar,
    points_saved_by_a_day double
);
