-- One row per item not started and direction that waiting for the next review delays beyond its
-- target, over the sampled leads, while everybody else keeps to the safe dates. Filled by
-- engine/range_step.py.
create table calc.added_delays (
    item_id varchar,
    direction_id varchar,
    added_delay_days double
);

comment on column calc.added_delays.added_delay_days is
'Calendar days by which the direction overruns its target more, on average over the samples.';
