-- One row per item, direction or prerequisite: everything known of it. A table, because every page
-- reads it.
create table report.items as
select
    items.item_id,
    items.item_type,
    facts.name,
    facts.chart_name,
    facts.theme_id,
    facts.theme,
    facts.kind,
    facts.owner_id,
    facts.owner,
    facts.status,
    facts.external_party,
    facts.first_step,
    facts.notes,
    coalesce(touches.touchpoints, cast([] as varchar[])) as touches,
    facts.lead_source,
    facts.lead_source_title,
    facts.lead_source_url,
    facts.lead_grade,
    facts.need_source,
    facts.need_source_title,
    facts.need_source_url,
    facts.started_on,
    facts.done_on,
    facts.ticket,
    -- Nothing that a reader takes for another host: no blanks, quotes or names before an @.
    case
        when
            regexp_full_match(
                facts.ticket, 'https?://[^\s"''<>\\@/]+([/?#][^\s"''<>\\]*)?'
            )
            then facts.ticket
        when facts.ticket <> '' and contains(settings.ticket_address, '{key}')
            then replace(settings.ticket_address, '{key}', url_encode(facts.ticket))
        else ''
    end as ticket_url,
    facts.shared_key,
    coalesce(suggested_owners.name, case when facts.owner_id = '' then 'no clear owner' else '' end)
        as suggested_owner,
    coalesce(suggested_owners.id, '') as suggested_owner_id,
    coalesce(actions.action, '') as action,
    items.lead_low_days,
    items.lead_likely_days,
    items.lead_high_days,
    items.remaining_low_days,
    items.remaining_days,
    items.remaining_high_days,
    items.effort_days,
    items.need_factor as needed_confidence,
    items.is_open,
    coalesce(scores.is_on_route, false) as is_on_route,
    dates.earliest_start,
    dates.earliest_finish,
    dates.start_by,
    dates.safe_start_by,
    dates.advisory_start_by,
    dates.slack_days,
    dates.days_late,
    dates.is_late,
    dates.is_critical,
    dates.misses_safe_start,
    dates.is_at_risk,
    dates.is_blocked,
    coalesce(blocked.cause, cast([] as varchar[])) as blocked_by,
    dates.level,
    dates.can_start_now,
    dates.gated_until,
    dates.gate_decision_id as gated_by,
    dates.binding_direction,
    coalesce(paths.binding_path, cast([] as varchar[])) as binding_path,
    dates.safe_binding_direction,
    coalesce(item_directions.directions, cast([] as varchar[])) as directions,
    coalesce(waits.waits_for, cast([] as varchar[])) as waits_for,
    coalesce(scores.unlock_score_points, 0) as unlock_score,
    cast(scores.unlock_rank as integer) as unlock_rank,
    coalesce(scores.at_stake_points, 0) as at_stake,
    coalesce(scores.unlocks_now_points, 0) as unlocks_now,
    coalesce(scores.direction_count, 0) as direction_count,
    coalesce(scores.p_used, 0) as p_used,
    coalesce(scores.is_essential, false) as is_essential,
    scores.unlock_per_effort_day,
    actions.cost_if_unneeded_points as cost_if_unneeded,
    actions.expected_loss_points as expected_loss,
    actions.cost_of_waiting_points as cost_of_waiting,
    actions.break_even_confidence,
    actions.value_of_knowing_points as value_of_knowing,
    case
        when actions.action = 'park' and dates.safe_start_by is not null
            then greatest(settings.review_on, dates.safe_start_by - settings.review_days)
    end as revisit_on,
    marks.must_start_by_review,
    marks.is_overdue,
    marks.is_unowned_upper_half,
    marks.plan_window,
    facts.source_file,
    facts.source_line
from calc.items as items
inner join calc.item_facts as facts on items.item_id = facts.item_id
inner join calc.item_dates as dates on items.item_id = dates.item_id
inner join calc.item_marks as marks on items.item_id = marks.item_id
cross join calc.settings as settings
left join calc.touches as touches on items.item_id = touches.item_id
left join calc.binding_paths as paths on items.item_id = paths.item_id
left join calc.unlock_scores as scores on items.item_id = scores.item_id
left join calc.item_directions as item_directions on items.item_id = item_directions.item_id
left join calc.actions as actions on items.item_id = actions.item_id
left join calc.blocked as blocked on items.item_id = blocked.item_id
left join calc.waits_for as waits on items.item_id = waits.item_id
left join calc.owner_candidates as candidates
    on items.item_id = candidates.item_id and candidates.is_suggested and facts.owner_id = ''
left join input.owners as suggested_owners on candidates.owner_id = suggested_owners.id;

comment on column report.items.item_id is 'Id of the item.';
comment on column report.items.item_type is 'direction or prerequisite; foreign for an item of another portfolio that is required here.';
comment on column report.items.name is 'Full name.';
comment on column report.items.chart_name is
'Name for charts: the short name, else the name up to its first bracket, semicolon or colon where no other item is called so.';
comment on column report.items.theme_id is 'Id of the theme; empty without one.';
comment on column report.items.theme is 'Theme of the item, given or found from its name.';
comment on column report.items.kind is
'enabler, procurement, legal, compliance, partnership, operational or decision; empty for a direction.';
comment on column report.items.owner_id is 'Id of the owner; empty when nobody owns it.';
comment on column report.items.owner is
'Who makes it happen, or "No owner"; of a direction its sponsor.';
comment on column report.items.status is 'Where it stands, as typed; of a foreign item open, done, dropped, not_needed or blocked.';
comment on column report.items.external_party is 'Whose answer or signature it waits for.';
comment on column report.items.first_step is 'What to do on the first day.';
comment on column report.items.notes is
'What a reader should know; of a direction its description.';
comment on column report.items.touches is
'What of our own it changes: code, runbooks, checks, plans, decisions on architecture.';
comment on column report.items.lead_source is 'Source id of the lead, judgement or assumed.';
comment on column report.items.lead_source_title is
'Title of the source of the lead; empty for judgement.';
comment on column report.items.lead_source_url is
'Link to the source of the lead; empty for judgement.';
comment on column report.items.lead_grade is
'Grade of the source of the lead: primary, secondary, old, or judgement.';
comment on column report.items.need_source is 'Source id of the need, or judgement.';
comment on column report.items.need_source_title is
'Title of the source of the need; empty for judgement.';
comment on column report.items.need_source_url is
'Link to the source of the need; empty for judgement.';
comment on column report.items.ticket is 'Key or address of its task in a tracker; empty without.';
comment on column report.items.ticket_url is
'The ticket where it is an address, or the address that settings make of a key; empty without.';
comment on column report.items.started_on is 'Day the work began.';
comment on column report.items.done_on is 'Day it was there.';
comment on column report.items.shared_key is
'Word for the same real thing in other portfolios, such as duns; empty without.';
comment on column report.items.suggested_owner is
'Likely owner of an unowned item, or "no clear owner"; empty when it has one.';
comment on column report.items.suggested_owner_id is
'Id of the likely owner; empty where none is clear or it has an owner.';
comment on column report.items.action is
'The one thing to do about an open prerequisite: start now, start when ready, in progress, decide, later, park, alternative, helps, blocked or not needed.';
comment on column report.items.lead_low_days is
'Calendar days from starting it to having it, at best.';
comment on column report.items.lead_likely_days is
'Calendar days from starting it to having it, most likely.';
comment on column report.items.lead_high_days is
'Calendar days from starting it to having it, at worst.';
comment on column report.items.remaining_low_days is 'Calendar days left of the low lead.';
comment on column report.items.remaining_days is
'Calendar days left of the likely lead; at least 1 for what is in progress.';
comment on column report.items.remaining_high_days is 'Calendar days left of the high lead.';
comment on column report.items.effort_days is 'Our own work, in person-days.';
comment on column report.items.needed_confidence is
'How likely it is needed, from 0 to 1, given that the directions behind it go ahead.';
comment on column report.items.is_open is 'Neither done, delivered nor dropped.';
comment on column report.items.is_on_route is
'Some live direction requires it over hard rows and chosen alternatives.';
comment on column report.items.earliest_start is
'First day it can start, at likely leads, when all it requires is there.';
comment on column report.items.earliest_finish is 'First day it can be there, at likely leads.';
comment on column report.items.start_by is
'The last day on which it can start without making a direction late, at likely leads; empty when no target waits for it.';
comment on column report.items.safe_start_by is
'The date to act on: the last day less the days the direction keeps in reserve.';
comment on column report.items.advisory_start_by is
'Last day to start so that it still helps; never binding, only where no target binds the item.';
comment on column report.items.slack_days is
'Last day less the earliest start, in calendar days; negative when late.';
comment on column report.items.days_late is
'Calendar days by which it can no longer start in time; 0 when it can, empty without a last day.';
comment on column report.items.is_late is
'It can no longer start by its last day, at likely leads.';
comment on column report.items.misses_safe_start is
'It can start only after its start by, so its reserve is already in use.';
comment on column report.items.is_at_risk is
'Of a prerequisite: not late and with slack, but it starts only after its start by, or ends too late if its own lead runs high.';
comment on column report.items.is_critical is 'No slack to a target: slack is 0 or less.';
comment on column report.items.is_blocked is
'It can never start: it waits for a cycle or for something dropped.';
comment on column report.items.blocked_by is
'What blocks it: one dropped item, or the first 50 items of a cycle in order; else empty.';
comment on column report.items.level is
'1 when it waits for nothing open, else one more than the largest level it waits for.';
comment on column report.items.can_start_now is 'It waits for nothing open, and nothing holds it.';
comment on column report.items.gated_until is
'Day before which it cannot start, whatever is ready: its not_before, or the day an open decision can be taken; empty when nothing holds it.';
comment on column report.items.gated_by is
'Id of the open decision that holds it until then; empty when its own not_before does, or nothing.';
comment on column report.items.binding_direction is 'Direction that sets its last day.';
comment on column report.items.binding_path is
'Chain that sets its last day, from the item to the direction; its first 500 items.';
comment on column report.items.safe_binding_direction is 'Direction that sets its start by.';
comment on column report.items.directions is
'Live directions that require it, the most urgent first.';
comment on column report.items.waits_for is 'Open items it directly requires on the route.';
comment on column report.items.unlock_score is
'Fair share of the expected value of the directions it holds up, in points. Each direction is split equally over what it still lacks; shares add up over items.';
comment on column report.items.unlock_rank is
'Place by unlock score, 1 is the highest; empty off the route.';
comment on column report.items.at_stake is
'Value that waits on it: expected value of all directions that need it, times the chance that they do, in points. Never summed over items.';
comment on column report.items.unlocks_now is
'Expected value, in points, of directions that lack nothing but this item.';
comment on column report.items.direction_count is 'Number of live directions that require it.';
comment on column report.items.p_used is
'Chance it is needed by at least one direction, from 0 to 1.';
comment on column report.items.is_essential is
'Some direction could no longer start without it, whatever alternative is taken.';
comment on column report.items.unlock_per_effort_day is
'Unlock score per person-day of effort, in points; empty without effort.';
comment on column report.items.cost_if_unneeded is
'Effort priced in points: what starting it in vain costs.';
comment on column report.items.expected_loss is
'Points lost on average by waiting for one more review, beyond what is lost already.';
comment on column report.items.cost_of_waiting is
'Points lost by waiting for one more review if it is needed.';
comment on column report.items.break_even_confidence is
'Chance of being needed from which starting is right, from 0 to 1.';
comment on column report.items.value_of_knowing is
'Points that knowing for sure whether it is needed would save.';
comment on column report.items.revisit_on is 'Day to look at a parked item again: at the next review, or the last one before its start by.';
comment on column report.items.must_start_by_review is
'Its action is start now or start when ready: its start by falls before the next review, it can start by then, and starting is worth it.';
comment on column report.items.is_overdue is
'It must start by the next review and its start by has passed.';
comment on column report.items.is_unowned_upper_half is
'Nobody owns it and its unlock score is above the median of what is on a route.';
comment on column report.items.plan_window is
'Group on the plan page, from the action: now, decide, in_progress, later or parked; empty when not open.';
comment on column report.items.source_file is 'Input file it comes from.';
comment on column report.items.source_line is 'Line of that file.';
