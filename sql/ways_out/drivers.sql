-- One row per live direction with a target and item that decides its date most often, at most eight
-- a direction. Filled by engine/range_step.py.
create table calc.drivers (
    direction_id varchar, item_id varchar, critical_share double, chance_at_low double
);
