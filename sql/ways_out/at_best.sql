-- One row per live direction for which neither one item alone nor several together are enough: up
-- to five items at their low leads, and the chance with all. Filled by engine/range_step.py.
create table calc.at_best (direction_id varchar, item_ids varchar[], chance double);
