-- One row per prerequisite: its unlock score and what stands next to it, never summed.
create view report.unlocks as
select
    item_id,
    unlock_score_points as unlock_score,
    at_stake_points as at_stake,
    unlocks_now_points as unlocks_now,
    cast(direction_count as integer) as direction_count,
    p_used,
    is_essential,
    unlock_per_effort_day,
    cast(unlock_rank as integer) as unlock_rank
from calc.unlock_scores;
