-- One row per open prerequisite: its one action. On a route, acting is right when the expected
-- loss of waiting is at least the expected cost of starting in vain.
create table calc.actions as
with
judged as (
    select
        *,
        p_used * cost_of_waiting_points >= (1 - p_used) * cost_if_unneeded_points as is_acting_right
    from calc.waiting_costs
)

select
    items.item_id,
    judged.cost_if_unneeded_points,
    judged.expected_loss_points,
    judged.cost_of_waiting_points,
    judged.cost_if_unneeded_points
    / nullif(judged.cost_if_unneeded_points + judged.cost_of_waiting_points, 0)
        as break_even_confidence,
    least(
        (1 - judged.p_used) * judged.cost_if_unneeded_points,
        judged.p_used * judged.cost_of_waiting_points
    ) as value_of_knowing_points,
    case
        when judged.item_id is null
            then
                case
                    when alternatives.item_id is not null then 'alternative'
                    when helpers.item_id is not null then 'helps'
                    when blocked.item_id is not null then 'blocked'
                    else 'not needed'
                end
        when items.status = 'in_progress' then 'in progress'
        when judged.cost_of_waiting_points = 0
            then
                case
                    when judged.p_used >= settings.park_below_confidence then 'later' else 'park'
                end
        when not judged.is_acting_right then 'decide'
        when earliest.level = 1 then 'start now'
        else 'start when ready'
    end as action
from calc.items as items
cross join calc.settings as settings
left join judged on items.item_id = judged.item_id
left join calc.earliest as earliest on items.item_id = earliest.item_id
left join calc.alternatives as alternatives on items.item_id = alternatives.item_id
left join calc.helpers as helpers on items.item_id = helpers.item_id
left join calc.blocked as blocked on items.item_id = blocked.item_id
where items.item_type = 'prerequisite' and items.is_open;
