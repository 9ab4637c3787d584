-- One row per owner: effort of the open items that must, or could, start until the next review,
-- against the capacity until then. Of work begun counts what is left, in the share of its lead.
create table calc.owner_loads as
select
    owners.id as owner_id,
    owners.capacity_days_per_week * settings.review_days / 7 as capacity_days,
    count(items.item_id) as open_items,
    coalesce(sum(items.effort_days order by items.item_id), 0) as effort_days,
    coalesce(sum(scores.unlock_score_points order by items.item_id), 0) as unlock_score_points,
    coalesce(
        sum(
            items.effort_days
            * case
                when marks.plan_window = 'in_progress'
                    then least(1, items.remaining_days / greatest(1, items.lead_likely_days))
                else 1
            end
            order by items.item_id
        )
        filter (where marks.plan_window in ('now', 'in_progress')),
        0
    ) as must_start_effort_days,
    coalesce(
        sum(items.effort_days order by items.item_id)
        filter (
            where scores.is_on_route and earliest.earliest_start_day <= settings.review_days
        ),
        0
    ) as could_start_effort_days
from input.owners as owners
cross join calc.settings as settings
left join input.prerequisites as prerequisites on owners.id = prerequisites.owner
left join calc.items as items on prerequisites.id = items.item_id and items.is_open
left join calc.unlock_scores as scores on items.item_id = scores.item_id
left join calc.item_marks as marks on items.item_id = marks.item_id
left join calc.earliest as earliest on items.item_id = earliest.item_id
group by owners.id, owners.capacity_days_per_week, settings.review_days;
