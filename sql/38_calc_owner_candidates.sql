-- One row per prerequisite and candidate owner, best first, three at most. The score is the
-- weighted sum of the shares; a clue without owned items gives 0 and weights are not rescaled.
create table calc.owner_candidates as
with
counted as (
    select
        item_id,
        owner_id,
        coalesce(max(owned_count) filter (where clue = 'theme_id'), 0) as theme_owned,
        coalesce(max(owned_total) filter (where clue = 'theme_id'), 0) as theme_total,
        coalesce(max(owned_count) filter (where clue = 'neighbours'), 0) as neighbours_owned,
        coalesce(max(owned_total) filter (where clue = 'neighbours'), 0) as neighbours_total,
        coalesce(max(owned_count) filter (where clue = 'external_party'), 0) as party_owned,
        coalesce(max(owned_total) filter (where clue = 'external_party'), 0) as party_total,
        coalesce(max(owned_count) filter (where clue = 'kind'), 0) as kind_owned,
        coalesce(max(owned_total) filter (where clue = 'kind'), 0) as kind_total
    from calc.owner_clues
    group by item_id, owner_id
),

scored as (
    select
        counted.*,
        settings.suggest_weight_theme
        * coalesce(counted.theme_owned / nullif(counted.theme_total, 0), 0)
        + settings.suggest_weight_neighbours
        * coalesce(counted.neighbours_owned / nullif(counted.neighbours_total, 0), 0)
        + settings.suggest_weight_party
        * coalesce(counted.party_owned / nullif(counted.party_total, 0), 0)
        + settings.suggest_weight_kind
        * coalesce(counted.kind_owned / nullif(counted.kind_total, 0), 0) as score
    from counted
    cross join calc.settings as settings
),

ranked as (
    select
        *,
        row_number() over best_first as candidate_rank,
        lead(score, 1, 0) over best_first as next_score
    from scored
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
