-- One row per direction, live or not: target, forecast, chance and reserve.
create table report.directions as
select
    directions.id as direction_id,
    directions.name,
    facts.chart_name,
    coalesce(directions.description, '') as description,
    coalesce(directions.area, '') as area,
    coalesce(directions.sponsor, '') as sponsor_id,
    coalesce(owners.name, 'No sponsor') as sponsor,
    directions.status,
    directions.value,
    directions.confidence,
    directions.value * directions.confidence as expected_value,
    directions.target,
    directions.lead_low_days,
    directions.lead_likely_days,
    directions.lead_high_days,
    cast(coalesce(live.open_prerequisite_count, 0) as integer) as open_prerequisite_count,
    calc.date_on(settings.as_of, earliest.earliest_start_day) as earliest_start,
    calc.date_on(settings.as_of, earliest.finish_low_day) as forecast_low,
    calc.date_on(settings.as_of, earliest.earliest_finish_day) as forecast,
    calc.date_on(settings.as_of, earliest.finish_high_day) as forecast_high,
    live.target_day - earliest.earliest_finish_day as days_early,
    calc.date_on(settings.as_of, ranges.p50_days) as p50,
    calc.date_on(settings.as_of, ranges.p80_days) as p80,
    ranges.chance_on_time,
    ranges.reserve_days,
    ranges.chance_if_all_wait,
    calc.date_on(settings.as_of, ranges.p80_if_together_days) as p80_if_together,
    ranges.chance_if_together,
    coalesce(ranges.chance_on_time - ranges.chance_if_together >= 0.05, false) as is_lower_together,
    at_best.chance as chance_at_best_five,
    coalesce(at_best.item_ids, cast([] as varchar[])) as best_five,
    calc.outlook(
        directions.status,
        live.direction_id is not null,
        live.target_day,
        earliest.earliest_finish_day,
        ranges.chance_on_time,
        settings.confidence_goal,
        live.direction_id in (
            select needs.direction_id
            from calc.needs as needs
            inner join calc.items as needed on needs.item_id = needed.item_id
            where needed.has_overrun
        )
    ) as outlook,
    directions.status not in ('delivered', 'dropped') as is_open,
    live.direction_id is not null as is_live,
    coalesce(first_safe.can_keep_all, false) as has_safe_start,
    calc.date_on(settings.as_of, schedule.finish_day) as capacity_forecast,
    schedule.finish_day - earliest.earliest_finish_day as capacity_delay_days,
    coalesce(chains.capacity_chain, cast([] as varchar[])) as capacity_chain,
    coalesce(
        live.target_day >= earliest.earliest_finish_day
        and (schedule.finish_day is null or schedule.finish_day > live.target_day),
        false
    ) as is_late_by_capacity,
    directions.source_file,
    directions.source_line
from input.directions as directions
cross join calc.settings as settings
inner join calc.item_facts as facts on directions.id = facts.item_id
left join input.owners as owners on directions.sponsor = owners.id
left join calc.directions as live on directions.id = live.direction_id
left join calc.earliest as earliest on live.direction_id = earliest.item_id
left join calc.ranges as ranges on live.direction_id = ranges.direction_id
left join calc.at_best as at_best on directions.id = at_best.direction_id
left join calc.schedule as schedule on live.direction_id = schedule.item_id
left join calc.capacity_chains as chains on live.direction_id = chains.direction_id
left join calc.first_safe_days as first_safe on directions.id = first_safe.direction_id;

comment on column report.directions.description is 'What it means.';
comment on column report.directions.area is 'Product area.';
comment on column report.directions.sponsor_id is 'Owner id of the sponsor; empty without one.';
comment on column report.directions.sponsor is 'Who answers for the direction, or "No sponsor".';
comment on column report.directions.status is 'proposed, committed, delivered or dropped.';
comment on column report.directions.value is
'Worth of having it for a year, in points from 0 to 100.';
comment on column report.directions.confidence is
'How likely it is that we pursue it, from 0 to 1.';
comment on column report.directions.expected_value is
'Value times confidence of the direction, in points.';
comment on column report.directions.target is 'Day it should be there.';
comment on column report.directions.open_prerequisite_count is 'Open prerequisites on its route.';
comment on column report.directions.earliest_start is 'First day its own delivery can start.';
comment on column report.directions.forecast_low is 'Finish with all leads low.';
comment on column report.directions.forecast is 'Finish with all leads likely.';
comment on column report.directions.forecast_high is 'Finish with all leads high.';
comment on column report.directions.days_early is
'Calendar days from forecast to target; negative when late.';
comment on column report.directions.p50 is 'Day by which it is finished in half of the samples.';
comment on column report.directions.p80 is 'Day by which it is finished in four of five samples.';
comment on column report.directions.chance_on_time is
'Share of the samples finished by the target when everything starts as early as it can.';
comment on column report.directions.reserve_days is
'Calendar days to keep free before the target so that leads may vary.';
comment on column report.directions.chance_if_all_wait is
'Share of the samples finished by the target when everything waits for its last day.';
comment on column report.directions.p80_if_together is
'Day of four in five samples when the leads of all items of one kind are long or short together.';
comment on column report.directions.chance_if_together is
'Chance to be on time when the leads of all items of one kind are long or short together.';
comment on column report.directions.is_lower_together is
'The chance is five points or more lower when the leads of one kind come together.';
comment on column report.directions.chance_at_best_five is
'Chance with the best five items at their low leads; empty where something is enough.';
comment on column report.directions.best_five is
'Items, at most five, that raise the chance most at their low leads; empty where one is enough.';
comment on column report.directions.outlook is
'On time, at risk (chance below the goal), late (likely finish after the target), no target, blocked, delivered or dropped.';
comment on column report.directions.has_safe_start is
'No start by of its items lies before today or before a gate, so keeping them keeps the promise.';
comment on column report.directions.is_open is 'Neither delivered nor dropped.';
comment on column report.directions.is_live is
'Neither delivered, dropped nor blocked: only these count for dates and scores.';
comment on column report.directions.capacity_forecast is
'Likely finish with the days that owners have; empty where somebody has none.';
comment on column report.directions.capacity_delay_days is
'Calendar days by which it is later than if no owner were short of time.';
comment on column report.directions.capacity_chain is
'Chain that decides that finish, from its first item to the direction; its last 500 items.';
comment on column report.directions.is_late_by_capacity is
'Likely finish by the target, but not with the days that owners have.';
