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

comment on column report.unlocks.item_id is 'Id of the item.';
comment on column report.unlocks.unlock_score is
'Fair share of the expected value of the directions it holds up, in points. Each direction is split equally over what it still lacks; shares add up over items.';
comment on column report.unlocks.at_stake is
'Value that waits on it: expected value of all directions that need it, times the chance that they do, in points. Never summed over items.';
comment on column report.unlocks.unlocks_now is
'Expected value, in points, of directions that lack nothing but this item.';
comment on column report.unlocks.direction_count is 'Number of live directions that require it.';
comment on column report.unlocks.p_used is
'Chance it is needed by at least one direction, from 0 to 1.';
comment on column report.unlocks.is_essential is
'Some direction could no longer start without it, whatever alternative is taken.';
comment on column report.unlocks.unlock_per_effort_day is
'Unlock score per person-day of effort, in points; empty without effort.';
comment on column report.unlocks.unlock_rank is
'Place by unlock score, 1 is the highest; empty off the route.';
