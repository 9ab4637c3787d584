-- One row per live direction and change after which it would reach its goal, or after which it is
-- no longer late because of capacity.
create view report.ways_out as
with
found as (
    select
        *,
        '' as owner_id,
        cast(null as integer) as capacity_finish_day,
        case when kind in ('together', 'no wait', 'target') then 3 else 1 end as kind_order
    from calc.ways_out
    union all by name
    select
        more_days.direction_id,
        0 as rank,
        'capacity' as kind,
        '' as item_id,
        '' as requires_id,
        '' as any_of,
        '' as decision_id,
        '' as option_name,
        false as is_nearly_always,
        ranges.chance_on_time as chance_before,
        ranges.chance_on_time as chance_after,
        cast([] as varchar[]) as harms,
        more_days.what_if,
        more_days.owner_id,
        more_days.finish_day as capacity_finish_day,
        2 as kind_order
    from calc.more_days as more_days
    inner join calc.ranges as ranges on more_days.direction_id = ranges.direction_id
)

select
    found.direction_id,
    cast(
        row_number() over (
            partition by found.direction_id
            order by found.kind_order, found.rank, found.owner_id
        ) as integer
    ) as rank,
    found.kind,
    found.item_id,
    found.requires_id,
    found.any_of,
    found.decision_id,
    found.option_name,
    found.days,
    case when found.kind = 'at most' then items.lead_low_days end as lead_low_days,
    case when found.kind = 'at most' then items.lead_likely_days end as lead_likely_days,
    case when found.kind = 'at most' then items.lead_high_days end as lead_high_days,
    found.owner_id,
    coalesce(owners.name, '') as owner,
    found.ease,
    found.is_nearly_always,
    found.chance_before,
    found.chance_after,
    calc.date_on(settings.as_of, found.capacity_finish_day) as capacity_forecast_after,
    found.harms,
    found.what_if
from found
cross join calc.settings as settings
left join calc.items as items on found.item_id = items.item_id
left join input.owners as owners on found.owner_id = owners.id;

comment on column report.ways_out.direction_id is 'Id of the direction that misses its goal, or is late because of capacity.';
comment on column report.ways_out.rank is
'Place among the ways out of the direction, from 1: agreed leads first, the target last.';
comment on column report.ways_out.kind is
'at most, alternative, option, decide, capacity, together, no wait or target: what would change. Of the items, alternatives and waits that may be enough the best 100 are tried.';
comment on column report.ways_out.item_id is
'Item that is agreed at so many days, takes another alternative or need not wait; else empty.';
comment on column report.ways_out.requires_id is
'The alternative to take, or what need not be waited for; else empty.';
comment on column report.ways_out.any_of is 'Group that takes another alternative; else empty.';
comment on column report.ways_out.decision_id is 'Open decision to take; else empty.';
comment on column report.ways_out.option_name is 'Option to choose in that decision; else empty.';
comment on column report.ways_out.days is
'At most: the longest lead that is enough, in calendar days. Target: days by which it moves.';
comment on column report.ways_out.lead_low_days is
'Low end of the range that the longest lead would cut, in calendar days.';
comment on column report.ways_out.lead_likely_days is
'Likely lead of the range that the longest lead would cut, in calendar days.';
comment on column report.ways_out.lead_high_days is
'High end of the range that the longest lead would cut, in calendar days.';
comment on column report.ways_out.owner_id is 'Owner whose days a week would change; else empty.';
comment on column report.ways_out.owner is 'Name of that owner; else empty.';
comment on column report.ways_out.ease is
'Share of cases in which the lead is at most that long by itself, from 0 to 1.';
comment on column report.ways_out.is_nearly_always is
'So in 95 of 100 cases or more by itself, so that nobody needs to agree it.';
comment on column report.ways_out.chance_before is 'Chance to be on time today.';
comment on column report.ways_out.chance_after is 'Chance to be on time with this change alone.';
comment on column report.ways_out.capacity_forecast_after is
'Finish with the days that owners have, after more days a week; empty for other kinds.';
comment on column report.ways_out.harms is
'Directions whose chance falls by five points or more with this change.';
comment on column report.ways_out.what_if is
'The changes as id:field:value, the scenario that shows this way out.';
