-- One row per live direction with a target: the earliest of its own safe start days. When it lies
-- before today, no start date keeps the promise any more and the chance counts.
create view calc.first_safe_days as
select
    needs.direction_id,
    min(needs.latest_start_day - ranges.reserve_days) as first_safe_day
from calc.needs as needs
inner join calc.ranges as ranges on needs.direction_id = ranges.direction_id
where needs.latest_start_day is not null
group by needs.direction_id;
