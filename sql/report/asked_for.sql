-- One row per item here and item of another portfolio of the workspace that requires it. Only who
-- builds them all knows: `depmap build --workspace` fills it in the lake, elsewhere it is empty.
create table report.asked_for (
    item_id varchar,
    name varchar,
    asked_by varchar,
    asked_by_title varchar,
    required_by varchar,
    required_by_name varchar,
    directions varchar[],
    points double,
    needed_by date,
    finish date,
    days_late integer,
    is_stale boolean
);

comment on column report.asked_for.item_id is 'Id of the item here.';
comment on column report.asked_for.name is 'Its name here.';
comment on column report.asked_for.asked_by is 'Id of the portfolio that asks for it.';
comment on column report.asked_for.asked_by_title is 'What people call that portfolio.';
comment on column report.asked_for.required_by is
'Id, in that portfolio, of the item or direction that requires it.';
comment on column report.asked_for.required_by_name is
'Name, in that portfolio, of what requires it.';
comment on column report.asked_for.directions is
'Ids, in that portfolio, of the directions that need it this way, or cannot start because of it.';
comment on column report.asked_for.points is
'Value that waits on it there: expected value of these directions, times the chance that they need it this way, in points. Not to be summed over what requires it.';
comment on column report.asked_for.needed_by is
'Last day on which it may be finished without making one of these directions late, at likely leads; empty where none has a target.';
comment on column report.asked_for.finish is
'Likely finish that the other portfolio counts with; empty when it can never start or will not come.';
comment on column report.asked_for.days_late is
'Calendar days from needed by to finish; 0 when in time, done or without a date.';
comment on column report.asked_for.is_stale is
'The answers of this or of the other portfolio are its last ones, because its files broke.';
