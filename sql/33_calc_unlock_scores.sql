-- One row per prerequisite. Sums of its parts; 0 for what is done or on no route.
-- Parts are added in order of size, so the last digit never depends on the number of threads.
create table calc.unlock_scores as
with
grouped as (
    select
        item_id,
        count(*) as direction_count,
        list(contribution_points) as contributions,
        list(expected_value_points * need_confidence) as stakes,
        list(expected_value_points * need_confidence)
        filter (where open_prerequisite_count = 1) as stakes_now,
        list(1 - direction_confidence * need_confidence) as doubts,
        list(direction_id order by latest_start_day nulls last, direction_id) as directions
    from calc.unlock_parts
    group by item_id
),

part_sums as (
    select
        item_id,
        direction_count,
        directions,
        list_sum(list_sort(contributions)) as unlock_score_points,
        list_sum(list_sort(stakes)) as at_stake_points,
        list_sum(list_sort(stakes_now)) as unlocks_now_points,
        1 - list_product(list_sort(doubts)) as p_used
    from grouped
)

select
    items.item_id,
    part_sums.item_id is not null as is_on_route,
    coalesce(part_sums.unlock_score_points, 0) as unlock_score_points,
    coalesce(part_sums.at_stake_points, 0) as at_stake_points,
    coalesce(part_sums.unlocks_now_points, 0) as unlocks_now_points,
    coalesce(part_sums.direction_count, 0) as direction_count,
    coalesce(part_sums.p_used, 0) as p_used,
    coalesce(part_sums.directions, cast([] as varchar[])) as directions,
    essential.item_id is not null as is_essential,
    case
        when items.effort_days > 0
            then coalesce(part_sums.unlock_score_points, 0) / items.effort_days
    end as unlock_per_effort_day
from calc.items as items
left join part_sums on items.item_id = part_sums.item_id
left join calc.essential as essential on items.item_id = essential.item_id
where items.item_type = 'prerequisite';
