-- One row per owner and week from as_of with effort of the plan under capacity; owner_id is empty
-- for effort without an owner. Filled by engine/schedule.
create table calc.owner_weeks (
    owner_id varchar, week integer, effort_days double, items varchar[]
);
