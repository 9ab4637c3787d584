-- One row per item, direction or prerequisite: everything known of it.
create table calc.item_sheets as
select
    items.item_id,
    items.item_type,
    facts.* exclude (item_id, source_file, source_line),
    coalesce(suggested_owners.name, case when facts.owner_id = '' then 'no clear owner' else '' end)
        as suggested_owner,
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
    dates.* exclude (item_id),
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
            then greatest(settings.as_of, dates.safe_start_by - settings.review_days)
    end as revisit_on,
    marks.* exclude (item_id),
    facts.source_file,
    facts.source_line
from calc.items as items
inner join calc.item_facts as facts on items.item_id = facts.item_id
inner join calc.item_dates as dates on items.item_id = dates.item_id
inner join calc.item_marks as marks on items.item_id = marks.item_id
cross join calc.settings as settings
left join calc.unlock_scores as scores on items.item_id = scores.item_id
left join calc.item_directions as item_directions on items.item_id = item_directions.item_id
left join calc.actions as actions on items.item_id = actions.item_id
left join calc.waits_for as waits on items.item_id = waits.item_id
left join calc.owner_candidates as candidates
    on items.item_id = candidates.item_id and candidates.is_suggested and facts.owner_id = ''
left join input.owners as suggested_owners on candidates.owner_id = suggested_owners.id;
