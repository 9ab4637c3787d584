-- One row per item and what requires it in another portfolio of the lake. It holds that portfolio
-- up where it comes after the day it is needed by, or never.
create table lake.asked_for as
select
    asked.portfolio,
    homes.title,
    asked.item_id,
    asked.name,
    asked.asked_by,
    askers.title as asked_by_title,
    asked.required_by,
    asked.required_by_name,
    coalesce(asked.directions, cast([] as varchar[])) as directions,
    coalesce(asked.points, 0) as points,
    asked.needed_by,
    asked.finish,
    coalesce(asked.days_late, 0) as days_late,
    asked.finish is null as never_comes,
    asked.finish is null or coalesce(asked.days_late, 0) > 0 as holds_up,
    homes.is_stale or askers.is_stale or coalesce(asked.is_stale, false) as is_stale
from every.asked_for as asked
inner join told.portfolios as homes on asked.portfolio = homes.portfolio
-- Answers of an earlier day may name a portfolio that has left.
inner join told.portfolios as askers on asked.asked_by = askers.portfolio;

comment on column lake.asked_for.portfolio is 'Id of the portfolio whose item it is.';
comment on column lake.asked_for.title is 'Portfolio whose item it is.';
comment on column lake.asked_for.item_id is 'Id of the item at home.';
comment on column lake.asked_for.name is 'What is asked for.';
comment on column lake.asked_for.asked_by is 'Id of the portfolio that waits.';
comment on column lake.asked_for.asked_by_title is 'Portfolio that waits.';
comment on column lake.asked_for.required_by is
'Id, in the portfolio that waits, of what requires it.';
comment on column lake.asked_for.required_by_name is 'What requires it there.';
comment on column lake.asked_for.directions is
'Ids, in the portfolio that waits, of the directions that need it.';
comment on column lake.asked_for.points is
'Value that waits on it there, in points. Not to be summed: two items may hold up one direction.';
comment on column lake.asked_for.needed_by is
'Last day on which it may be finished without making a direction late; empty without a target.';
comment on column lake.asked_for.finish is 'Likely finish; empty when it never comes.';
comment on column lake.asked_for.days_late is
'Calendar days from needed by to finish; 0 when in time or without a date.';
comment on column lake.asked_for.never_comes is 'It can never start, or will not come.';
comment on column lake.asked_for.holds_up is
'It comes after the day it is needed by, or never.';
comment on column lake.asked_for.is_stale is
'One of the two portfolios has answers of an earlier day.';
