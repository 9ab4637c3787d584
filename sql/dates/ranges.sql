-- One row per live direction: what sampling its lead ranges gives. Filled by engine/range_step.py.
create table calc.ranges (
    direction_id varchar,
    p50_days integer,
    p80_days integer,
    chance_on_time double,
    reserve_days integer,
    chance_if_all_wait double,
    p80_if_together_days integer,
    chance_if_together double
);

comment on column calc.ranges.reserve_days is
'Calendar days to keep free before the target so that leads may vary.';
