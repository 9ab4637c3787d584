-- One row per soft pair that closes no cycle. Filled by engine/steps.py. Only advisory dates use
-- it.
create table calc.advisory_pairs (item_id varchar, requires_id varchar);
