-- One row per date that does not hold: late items, used-up reserves, decisions without date, work
-- on something that nothing requires.
create view calc.date_findings as
select
    'late' as rule, dates.item_id as subject_id,
    'It is ' || dates.days_late || case dates.days_late when 1 then ' day' else ' days' end
    || ' late: it cannot start by its date.' as what,
    'Its direction misses the target at likely leads.' as why,
    'Shorten the chain, choose an alternative or move the target.' as fix,
    prerequisites.source_file, prerequisites.source_line
from calc.item_dates as dates
inner join input.prerequisites as prerequisites on dates.item_id = prerequisites.id
where dates.days_late > 0
union all
select
    'beyond the calendar', earliest.item_id,
    'Its leads in a row end ' || earliest.earliest_finish_day || ' days from today.',
    'Dates before 1900 and after 2200 are not shown.', 'Correct the leads, or shorten the chain.',
    facts.source_file, facts.source_line
from calc.earliest as earliest
cross join calc.settings as settings
inner join calc.item_facts as facts on earliest.item_id = facts.item_id
inner join calc.live_directions as live on earliest.item_id = live.direction_id
left join calc.first_safe_days as first_days on earliest.item_id = first_days.direction_id
where
    calc.date_on(settings.as_of, earliest.finish_high_day)
    <> settings.as_of + earliest.finish_high_day
    or calc.date_on(settings.as_of, first_days.first_safe_day)
    <> settings.as_of + first_days.first_safe_day
union all
select
    'no start date holds', ranges.direction_id,
    'No start date gives ' || cast(round(100 * settings.confidence_goal) as integer)
    || ' %: the reserve of '
    || ranges.reserve_days || case ranges.reserve_days when 1 then ' day' else ' days' end
    || ' can no longer be kept.',
    'Its chance to be on time is what counts.', 'Move the target or shorten its leads.',
    directions.source_file, directions.source_line
from calc.ranges as ranges
inner join calc.first_safe_days as first_safe_days using (direction_id)
inner join input.directions as directions on ranges.direction_id = directions.id
cross join calc.settings as settings
where not first_safe_days.can_keep_all and ranges.chance_on_time < settings.confidence_goal
union all
select
    'decision without date', decision_id, 'Nothing it blocks has a date.',
    'No decide-by date can be given.', 'List in blocks what waits for it.',
    source_file, source_line
from calc.decision_points
where origin = 'decision' and decide_by_day is null
union all
select
    'started but not needed', prerequisites.id, 'It is in progress and on no route.',
    'Work goes into something that no live direction requires today.',
    'Stop it, pin it, or say what requires it.',
    prerequisites.source_file, prerequisites.source_line
from calc.unlock_scores as scores
inner join input.prerequisites as prerequisites on scores.item_id = prerequisites.id
where
    prerequisites.status = 'in_progress' and not scores.is_on_route
    and prerequisites.id not in (select item_id from calc.asked_needs);
