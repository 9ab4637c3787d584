-- One row per pair of portfolios of which one waits for the other: for how many items, by how many
-- days the latest of them comes too late, and the value that waits on the one that most waits for.
create table lake.waits as
select
    asked_by,
    asked_by_title,
    portfolio,
    title,
    cast(count(distinct item_id) as integer) as items,
    cast(count(distinct item_id) filter (where holds_up) as integer) as items_late,
    max(days_late) as days_late,
    bool_or(never_comes) as never_comes,
    bool_or(holds_up) as holds_up,
    max(points) as points,
    arg_max(item_id, (never_comes, days_late, points, item_id)) as item_id,
    arg_max(name, (never_comes, days_late, points, item_id)) as name,
    bool_or(is_stale) as is_stale
from lake.asked_for
group by asked_by, asked_by_title, portfolio, title;

comment on column lake.waits.asked_by is 'Id of the portfolio that waits.';
comment on column lake.waits.asked_by_title is 'Portfolio that waits.';
comment on column lake.waits.portfolio is 'Id of the portfolio it waits for.';
comment on column lake.waits.title is 'Portfolio it waits for.';
comment on column lake.waits.items is 'Items that one asks of the other.';
comment on column lake.waits.items_late is
'Of them, items that come after the day they are needed by, or never.';
comment on column lake.waits.days_late is
'Calendar days by which the latest of them comes too late; 0 when all are in time.';
comment on column lake.waits.never_comes is 'One of them can never start, or will not come.';
comment on column lake.waits.holds_up is 'One of them comes too late or never.';
comment on column lake.waits.points is
'Value that waits, in points: that of the item on which most waits. Sums would count directions twice.';
comment on column lake.waits.item_id is 'Id of the item that comes latest.';
comment on column lake.waits.name is 'The item that comes latest.';
comment on column lake.waits.is_stale is
'One of the two portfolios has answers of an earlier day.';
