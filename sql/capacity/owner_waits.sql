-- One row per owner who keeps something waiting: for how many days in all.
create view calc.owner_waits as
select
    items.owner_id,
    sum(schedule.owner_wait_days) as wait_days_caused
from calc.schedule as schedule
inner join calc.scheduled_items as items on schedule.item_id = items.item_id
where schedule.waits_because = 'owner'
group by items.owner_id;
