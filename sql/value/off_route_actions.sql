-- One row per open prerequisite: its action where no live direction here requires it. What another
-- portfolio names can wait, like what only directions without a target require.
create view calc.off_route_actions as
select
    items.item_id,
    case
        when asked.item_id is not null and items.status = 'in_progress' then 'in progress'
        when asked.item_id is not null then 'later'
        when alternatives.item_id is not null then 'alternative'
        when helpers.item_id is not null then 'helps'
        when blocked.item_id is not null then 'blocked'
        else 'not needed'
    end as action
from calc.items as items
left join calc.asked_needs as asked on items.item_id = asked.item_id
left join calc.alternatives as alternatives on items.item_id = alternatives.item_id
left join calc.helpers as helpers on items.item_id = helpers.item_id
left join calc.blocked as blocked on items.item_id = blocked.item_id
where items.item_type = 'prerequisite' and items.is_open;
