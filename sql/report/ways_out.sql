-- One row per live direction that misses its goal and change after which it would reach it.
create view report.ways_out as
select
    ways_out.direction_id,
    ways_out.rank,
    ways_out.kind,
    ways_out.item_id,
    ways_out.requires_id,
    ways_out.any_of,
    ways_out.decision_id,
    ways_out.option_name,
    ways_out.days,
    case when ways_out.kind = 'at most' then items.lead_low_days end as lead_low_days,
    case when ways_out.kind = 'at most' then items.lead_likely_days end as lead_likely_days,
    case when ways_out.kind = 'at most' then items.lead_high_days end as lead_high_days,
    '' as owner_id,
    ways_out.ease,
    ways_out.is_nearly_always,
    ways_out.chance_before,
    ways_out.chance_after,
    cast(null as date) as capacity_forecast_after,
    ways_out.harms,
    ways_out.what_if
from calc.ways_out as ways_out
left join calc.items as items on ways_out.item_id = items.item_id;

comment on column report.ways_out.direction_id is 'Id of the direction that misses its goal.';
comment on column report.ways_out.rank is
'Place among the ways out of the direction, from 1: agreed leads first, the target last.';
comment on column report.ways_out.kind is
'at most, alternative, option, decide, together, no wait or target: what would change. Of the items, alternatives and waits that may be enough the best 100 are tried.';
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
comment on column report.ways_out.ease is
'Share of cases in which the lead is at most that long by itself, from 0 to 1.';
comment on column report.ways_out.is_nearly_always is
'So in 95 of 100 cases or more by itself, so that nobody needs to agree it.';
comment on column report.ways_out.chance_before is 'Chance to be on time today.';
comment on column report.ways_out.chance_after is 'Chance to be on time with this change alone.';
comment on column report.ways_out.capacity_forecast_after is
'Finish with the days that owners have, after this change; empty while it is not computed.';
comment on column report.ways_out.harms is
'Directions whose chance falls by five points or more with this change.';
comment on column report.ways_out.what_if is
'The changes as id:field:value, the scenario that shows this way out.';
