-- One row per prerequisite. Sums of its parts; 0 for what is done or on no route.
-- Sums run in order of direction, so the last digit never depends on the number of threads.
create table calc.unlock_scores as
with
part_sums as (
    select
        item_id,
        sum(contribution_points order by direction_id) as unlock_score_points,
        sum(expected_value_points * need_confidence order by direction_id) as at_stake_points,
        coalesce(
            sum(expected_value_points * need_confidence order by direction_id)
            filter (where open_prerequisite_count = 1),
            0
        ) as unlocks_now_points,
        count(*) as direction_count,
        1 - product(1 - direction_confidence * need_confidence order by direction_id) as p_used,
        list(direction_id order by latest_start_day nulls last, direction_id) as directions
    from calc.unlock_parts
    group by item_id
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
