-- One row per prerequisite. Sums of its parts; 0 for what is done or on no route.
-- Parts are added in order of direction, so the last digit never depends on the number of threads.
create table calc.unlock_scores as
with
grouped as (
    select
        item_id,
        list(
            struct_pack(
                direction_id := direction_id,
                contribution := contribution_points,
                stake := expected_value_points * need_confidence,
                is_last_one := open_prerequisite_count = 1,
                not_used := 1 - direction_confidence * need_confidence,
                latest_start_day := latest_start_day
            ) order by direction_id
        ) as parts
    from calc.unlock_parts
    group by item_id
),

part_sums as (
    select
        item_id,
        list_sum([part.contribution for part in parts]) as unlock_score_points,
        list_sum([part.stake for part in parts]) as at_stake_points,
        list_sum([part.stake for part in parts if part.is_last_one]) as unlocks_now_points,
        len(parts) as direction_count,
        1 - list_product([part.not_used for part in parts]) as p_used,
        [
            part.direction_id for part in list_sort(
                [
                    struct_pack(
                        day := coalesce(part.latest_start_day, 2147483647),
                        direction_id := part.direction_id
                    ) for part in parts
                ]
            )
        ] as directions
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
