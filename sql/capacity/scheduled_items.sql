-- One row per item that is scheduled under capacity: the live directions and the open items on
-- their routes. What nobody's capacity is counted for keeps its owner and says so.
create view calc.scheduled_items as
with
needed as (
    select distinct item_id from calc.needs
)

select
    items.item_id,
    facts.owner_id,
    coalesce(capacities.owner_id is not null and items.item_type = 'prerequisite', false)
        as is_in_capacity,
    items.remaining_days,
    items.lead_likely_days,
    case when items.item_type = 'foreign' then 0 else items.effort_days end as effort_days,
    items.status = 'in_progress' as is_in_progress,
    items.gate_days,
    coalesce(safe_dates.safe_start_day, latest.start_by_day) as act_day,
    earliest.level,
    case
        when latest.item_id is null then 0 else coalesce(round(scores.unlock_score_points, 9), 0)
    end as unlock_score_points,
    earliest.earliest_finish_day
from needed
inner join calc.items as items on needed.item_id = items.item_id
inner join calc.item_facts as facts on needed.item_id = facts.item_id
inner join calc.earliest as earliest on needed.item_id = earliest.item_id
left join calc.capacities as capacities on facts.owner_id = capacities.owner_id
left join calc.safe_dates as safe_dates on needed.item_id = safe_dates.item_id
left join calc.latest as latest on needed.item_id = latest.item_id
left join calc.unlock_scores as scores on needed.item_id = scores.item_id;

comment on column calc.scheduled_items.act_day is
'Calendar days from as_of to the day to act on; empty where no target waits for the item.';
