-- One row per open item that a live direction with a target reaches over route and soft pairs
-- together: the same backward pass, never binding. Soft pairs inside a cycle are left out.
-- Filled by engine/steps.py.
create table calc.advisory_dates (item_id varchar, advisory_start_day integer);
