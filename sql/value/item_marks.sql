-- One row per item: what the pages count and group by. "Must start" and the windows use safe dates.
create table calc.item_marks as
with
medians as (
    select median(unlock_score_points) as unlock_score_points
    from calc.unlock_scores
    where is_on_route
)

select
    items.item_id,
    coalesce(
        actions.item_id is not null
        and items.status <> 'in_progress'
        and safe_dates.safe_start_day <= settings.review_days,
        false
    ) as must_start_by_review,
    coalesce(
        actions.item_id is not null
        and items.status <> 'in_progress'
        and safe_dates.safe_start_day < 0,
        false
    ) as is_overdue,
    coalesce(
        scores.is_on_route
        and prerequisites.owner is null
        and scores.unlock_score_points > medians.unlock_score_points,
        false
    ) as is_unowned_upper_half,
    case
        when actions.item_id is null then ''
        when
            actions.action in ('park', 'alternative', 'helps', 'blocked', 'not needed')
            then 'parked'
        when safe_dates.safe_start_day <= settings.review_days then 'now'
        when safe_dates.safe_start_day <= 2 * settings.review_days then 'next_quarter'
        else 'later'
    end as plan_window
from calc.items as items
cross join calc.settings as settings
cross join medians
left join calc.actions as actions on items.item_id = actions.item_id
left join calc.unlock_scores as scores on items.item_id = scores.item_id
left join calc.safe_dates as safe_dates on items.item_id = safe_dates.item_id
left join input.prerequisites as prerequisites on items.item_id = prerequisites.id;
