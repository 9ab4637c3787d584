-- One row per live direction and share of the samples. Filled by engine/range_step.py.
create table calc.finish_quantiles (direction_id varchar, share double, finish_day double);
