-- One row per prerequisite and candidate owner, best first, three at most. The score is the
-- weighted sum of the shares; a clue without owned items gives 0 and weights are not rescaled.
create table calc.owner_candidates as
with
scored as (
    select
        clues.item_id,
        clues.owner_id,
        sum(
            case clues.clue
                when 'theme_id' then settings.suggest_weight_theme
                when 'neighbours' then settings.suggest_weight_neighbours
                when 'external_party' then settings.suggest_weight_party
                else settings.suggest_weight_kind
            end * clues.owned_count / clues.owned_total
            order by clues.clue
        ) as score,
        list(
            struct_pack(clue := clues.clue, owned := clues.owned_count, total := clues.owned_total)
            order by clues.clue
        ) as clues
    from calc.owner_clues as clues
    cross join calc.settings as settings
    group by clues.item_id, clues.owner_id
),

ranked as (
    select
        *,
        row_number()
            over (partition by item_id order by round(score, 9) desc, owner_id)
            as candidate_rank,
        lead(score, 1, 0)
            over (partition by item_id order by round(score, 9) desc, owner_id)
            as next_score
    from scored
)

select
    ranked.* exclude (next_score),
    ranked.candidate_rank = 1
    and ranked.score >= settings.suggest_min_score
    and ranked.score - ranked.next_score >= settings.suggest_min_margin as is_suggested
from ranked
cross join calc.settings as settings
where ranked.candidate_rank <= 3;
