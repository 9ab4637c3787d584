-- One row per prerequisite and candidate owner, best first, three at most. The score is the
-- weighted sum of the shares; a clue without owned items gives 0 and weights are not rescaled.
create table calc.owner_candidates as
with
scored as (
    select
        clues.*,
        coalesce(settings.suggest_weight_theme * theme_owned / nullif(theme_total, 0), 0)
        + coalesce(
            settings.suggest_weight_neighbours * neighbours_owned / nullif(neighbours_total, 0), 0
        )
        + coalesce(settings.suggest_weight_party * party_owned / nullif(party_total, 0), 0)
        + coalesce(settings.suggest_weight_kind * kind_owned / nullif(kind_total, 0), 0) as score
    from calc.owner_clues as clues
    cross join calc.settings as settings
),

ranked as (
    select
        *,
        row_number() over best_first as candidate_rank,
        lead(score, 1, 0) over best_first as next_score
    from scored
    where score > 0
    window best_first as (partition by item_id order by round(score, 9) desc, owner_id asc)
)

select
    ranked.* exclude (next_score),
    ranked.candidate_rank = 1
    and ranked.score >= settings.suggest_min_score
    and ranked.score - ranked.next_score >= settings.suggest_min_margin as is_suggested
from ranked
cross join calc.settings as settings
where ranked.candidate_rank <= 3;
