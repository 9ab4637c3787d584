-- One row: with which share of their capacity owners keep the plan. Filled by engine/schedule.
create table calc.capacity (
    capacity_needed_percent integer,
    first_hit varchar,
    failing_directions varchar[],
    plans_tried integer,
    plans_allowed integer
);
