-- One row per live direction: the chain that decides when it finishes with the days that owners
-- have, the first item first. Filled by engine/schedule.
create table calc.capacity_chains (direction_id varchar, capacity_chain varchar[]);
