-- One row per item: what the pages count and group by. "Must start" and the windows are made of the
-- action, so that every page gives one answer.
create table calc.item_marks as
with
medians as (
    select median(unlock_score_points) as unlock_score_points
    from calc.unlock_scores
    where is_on_route
),

windows as (
    select
        item_id,
        case
            when action in ('start now', 'start when ready') then 'now'
            when action in ('decide', 'later') then action
            when action = 'in progress' then 'in_progress'
            else 'parked'
        end as plan_window
    from calc.actions
)

select
    items.item_id,
    coalesce(windows.plan_window = 'now', false) as must_start_by_review,
    coalesce(windows.plan_window = 'now' and safe_dates.safe_start_day < 0, false) as is_overdue,
    coalesce(
        scores.is_on_route
        and prerequisites.owner is null
        and scores.unlock_score_points > medians.unlock_score_points,
        false
    ) as is_unowned_upper_half,
    coalesce(windows.plan_window, '') as plan_window
from calc.items as items
cross join medians
left join windows on items.item_id = windows.item_id
left join calc.unlock_scores as scores on items.item_id = scores.item_id
left join calc.safe_dates as safe_dates on items.item_id = safe_dates.item_id
left join input.prerequisites as prerequisites on items.item_id = prerequisites.id;
