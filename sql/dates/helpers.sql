-- One row per open item off the route that some live direction reaches when soft pairs count too.
-- Filled by engine/steps.py.
create table calc.helpers (item_id varchar);
