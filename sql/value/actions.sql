-- One row per open prerequisite: its one action, which is the one answer to what must start now.
-- It is in the window when its safe date falls before the next review and it can start by then. In
-- the window, acting is right when the expected loss of waiting is at least the expected cost of
-- starting in vain; outside it nothing is lost by waiting. What other portfolios name is needed,
-- whatever is thought of it here.
create table calc.actions as
with
judged as (
    select
        costs.*,
        costs.p_used * costs.cost_of_waiting_points
        >= (1 - costs.p_used) * costs.cost_if_unneeded_points as is_acting_right,
        costs.p_used >= settings.park_below_confidence or asked.item_id is not null
            as is_likely_needed,
        least(
            (1 - costs.p_used) * costs.cost_if_unneeded_points,
            costs.p_used * costs.cost_of_waiting_points
        ) as value_of_knowing_points,
        coalesce(
            safe_dates.safe_start_day <= settings.review_days
            and earliest.earliest_start_day <= settings.review_days,
            false
        ) as is_in_window,
        earliest.can_start_now
    from calc.waiting_costs as costs
    cross join calc.settings as settings
    inner join calc.earliest as earliest on costs.item_id = earliest.item_id
    left join calc.safe_dates as safe_dates on costs.item_id = safe_dates.item_id
    left join calc.asked_needs as asked on costs.item_id = asked.item_id
)

select
    items.item_id,
    judged.cost_if_unneeded_points,
    judged.expected_loss_points,
    judged.cost_of_waiting_points,
    judged.cost_if_unneeded_points
    / nullif(judged.cost_if_unneeded_points + judged.cost_of_waiting_points, 0)
        as break_even_confidence,
    judged.value_of_knowing_points,
    case
        when judged.item_id is null then off_route.action
        when items.status = 'in_progress' then 'in progress'
        when not judged.is_in_window
            then case when judged.is_likely_needed then 'later' else 'park' end
        when
            not judged.is_acting_right
            and judged.value_of_knowing_points >= settings.decide_min_points
            then 'decide'
        when not judged.is_acting_right and not judged.is_likely_needed then 'park'
        when judged.can_start_now then 'start now'
        else 'start when ready'
    end as action
from calc.items as items
cross join calc.settings as settings
inner join calc.off_route_actions as off_route on items.item_id = off_route.item_id
left join judged on items.item_id = judged.item_id;
