-- One row per owner: what they hold open, and until the next review the effort that is asked of
-- them (what must start and what is begun), that could start, and that the plan under capacity
-- gives, against the days they have. Asked and given count the same items: those on a route. Of
-- work begun counts what is left, in the share of its lead, as in the plan.
create table calc.owner_loads as
with
held as (
    select
        prerequisites.owner as owner_id,
        items.item_id,
        items.effort_days,
        coalesce(scores.unlock_score_points, 0) as unlock_score_points,
        scheduled.item_id is not null as is_scheduled,
        marks.plan_window,
        items.effort_days
        * case
            when items.status <> 'in_progress' or items.lead_likely_days = 0 then 1
            else least(1, items.remaining_days / items.lead_likely_days)
        end as left_effort_days,
        coalesce(earliest.earliest_start_day <= settings.review_days, false) as could_start
    from input.prerequisites as prerequisites
    cross join calc.settings as settings
    inner join calc.items as items on prerequisites.id = items.item_id and items.is_open
    left join calc.scheduled_items as scheduled on items.item_id = scheduled.item_id
    left join calc.unlock_scores as scores on items.item_id = scores.item_id
    left join calc.item_marks as marks on items.item_id = marks.item_id
    left join calc.earliest as earliest on items.item_id = earliest.item_id
)

select
    owners.id as owner_id,
    capacities.capacity_days_per_week * settings.review_days / 7 as capacity_days,
    count(held.item_id) as open_items,
    coalesce(sum(held.effort_days order by held.item_id), 0) as effort_days,
    coalesce(sum(held.unlock_score_points order by held.item_id), 0) as unlock_score_points,
    coalesce(
        sum(held.left_effort_days order by held.item_id)
        filter (where held.is_scheduled and held.plan_window in ('now', 'in_progress')),
        0
    ) as must_start_effort_days,
    coalesce(
        sum(held.effort_days order by held.item_id)
        filter (where held.is_scheduled and held.could_start),
        0
    ) as could_start_effort_days,
    coalesce(capacity.review_effort_days, 0) as planned_effort_days
from input.owners as owners
cross join calc.settings as settings
left join calc.capacities as capacities on owners.id = capacities.owner_id
left join calc.owner_capacity as capacity on owners.id = capacity.owner_id
left join held on owners.id = held.owner_id
group by
    owners.id, capacities.capacity_days_per_week, settings.review_days, capacity.review_effort_days;
