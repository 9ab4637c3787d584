-- One row per live direction that misses its goal and change after which it would reach it, in
-- order of rank. Filled by engine/range_step.py, which looks for them in the samples.
create table calc.ways_out (
    direction_id varchar,
    rank integer,
    kind varchar,
    item_id varchar,
    requires_id varchar,
    any_of varchar,
    decision_id varchar,
    option_name varchar,
    days integer,
    ease double,
    is_nearly_always boolean,
    chance_before double,
    chance_after double,
    harms varchar[],
    what_if varchar[]
);
