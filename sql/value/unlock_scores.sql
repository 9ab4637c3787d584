-- One row per prerequisite. Sums of its parts; 0 for what is done or on no route.
-- Parts are added as decimals, so the last digit never depends on the order of rows or on threads.
create table calc.unlock_scores as
with
exact_parts as (
    select
        item_id,
        open_prerequisite_count = 1 as is_last_one,
        1 - direction_confidence * need_confidence as not_used,
        cast(contribution_points as decimal(38, 15)) as contribution,
        cast(expected_value_points * need_confidence as decimal(38, 15)) as stake
    from calc.unlock_parts
),

part_sums as (
    select
        item_id,
        cast(sum(contribution) as double) as unlock_score_points,
        cast(sum(stake) as double) as at_stake_points,
        cast(sum(stake) filter (where is_last_one) as double) as unlocks_now_points,
        count(*) as direction_count,
        1 - list_product(list_sort(list(not_used))) as p_used
    from exact_parts
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
    case
        when part_sums.item_id is not null
            then
                row_number() over (
                    order by
                        part_sums.item_id is null,
                        round(part_sums.unlock_score_points, 9) desc,
                        items.item_id asc
                )
    end as unlock_rank,
    essential.item_id is not null as is_essential,
    case
        when items.effort_days > 0
            then coalesce(part_sums.unlock_score_points, 0) / items.effort_days
    end as unlock_per_effort_day
from calc.items as items
left join part_sums on items.item_id = part_sums.item_id
left join calc.essential as essential on items.item_id = essential.item_id
where items.item_type = 'prerequisite';
