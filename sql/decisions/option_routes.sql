-- One row per option of an open decision: what it makes of the work on the routes, and whether the
-- plan of today assumes it. Position 0 is the decision taken today. Filled by engine/range_step.py.
create table calc.option_routes (
    decision_id varchar,
    position integer,
    effort_days_shift double,
    open_items_shift integer,
    unowned_shift integer,
    joining varchar[],
    leaving varchar[],
    is_assumed boolean,
    is_closest boolean
);
