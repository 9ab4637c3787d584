-- One row per item that waits: the open items it directly requires on the route.
create table calc.waits_for as
select
    item_id,
    list(requires_id order by requires_id) as waits_for
from calc.route
group by item_id;
