-- One row per direction that is not late and that some item not started could still make late: the
-- first day from today on after which it is late, and the item whose last day it is. Dates are of
-- this direction alone; ties go to the smallest item id.
create view report.last_days as
with
days as (
    select
        needs.direction_id,
        min(needs.latest_start_day) as last_day,
        min(struct_pack(day := needs.latest_start_day, item_id := needs.item_id)).item_id
            as item_id
    from calc.needs as needs
    inner join calc.items as items on needs.item_id = items.item_id
    where items.item_type = 'prerequisite' and items.status = 'not_started'
    group by needs.direction_id
)

select
    days.direction_id,
    days.item_id,
    calc.date_on(settings.as_of, days.last_day) as last_day,
    cast(days.last_day as integer) as days_left
from days
inner join report.directions as directions on days.direction_id = directions.direction_id
cross join calc.settings as settings
where directions.outlook not in ('late', 'blocked') and days.last_day >= 0;

comment on column report.last_days.direction_id is 'Id of the direction.';
comment on column report.last_days.item_id is 'The item whose last day it is.';
comment on column report.last_days.last_day is
'Last day to start that item; a day later the direction is late, at likely leads.';
comment on column report.last_days.days_left is 'Calendar days until then.';
