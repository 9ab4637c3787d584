-- One row per prerequisite and candidate owner, best first, three at most.
create table calc.owner_candidates as
with
scored as (
    select
        clues.*,
        calc.owner_score(
            settings,
            theme_owned / nullif(theme_total, 0),
            neighbours_owned / nullif(neighbours_total, 0),
            party_owned / nullif(party_total, 0),
            kind_owned / nullif(kind_total, 0)
        ) as score
    from calc.owner_clues as clues
    cross join calc.settings
),

ranked as (
    select
        min_by(
            scored, { 'worst_score': -round(scored.score, 9), 'owner_id': scored.owner_id }, 3
        ) as best
    from scored
    where scored.score > 0
    group by scored.item_id
),

placed as (
    select
        unnest(best) as candidate,
        generate_subscripts(best, 1) as candidate_rank,
        best[1].score - coalesce(best[2].score, 0) as margin
    from ranked
)

select
    unnest(placed.candidate),
    placed.candidate_rank,
    placed.candidate_rank = 1
    and placed.candidate.score >= settings.suggest_min_score
    and placed.margin >= settings.suggest_min_margin as is_suggested
from placed
cross join calc.settings as settings;
