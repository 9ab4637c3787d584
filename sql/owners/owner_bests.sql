-- One row per theme, kind, external party and whether the item has an owner, and active owner: the
-- best four, by what these clues alone give. An empty party stands for any, and all owners are
-- scored; with a party only its owners are.
create table calc.owner_bests as
with
kinds_of_items as (
    select distinct
        theme_id,
        kind,
        is_owned,
        unnest([external_party, '']) as external_party
    from calc.owner_profiles
),

pairs as (
    select
        kinds_of_items.*,
        owners.id as owner_id
    from kinds_of_items
    inner join input.owners as owners on owners.active
    where kinds_of_items.external_party = ''
    union all
    select
        kinds_of_items.*,
        parties.owner_id
    from kinds_of_items
    inner join calc.owner_traits as parties
        on kinds_of_items.external_party = parties.trait and parties.clue = 'external_party'
    inner join input.owners as owners on parties.owner_id = owners.id and owners.active
),

scored as (
    select
        pairs.*,
        calc.owner_score(
            settings,
            themes.owned_count / nullif(themes.owned_total - pairs.is_owned, 0),
            null,
            parties.owned_count / nullif(parties.owned_total - pairs.is_owned, 0),
            kinds.owned_count / nullif(kinds.owned_total - pairs.is_owned, 0)
        ) as score
    from pairs
    cross join calc.settings
    left join calc.owner_traits as themes
        on
            pairs.owner_id = themes.owner_id
            and pairs.theme_id = themes.trait and themes.clue = 'theme_id'
    left join calc.owner_traits as parties
        on
            pairs.owner_id = parties.owner_id
            and pairs.external_party = parties.trait and parties.clue = 'external_party'
    left join calc.owner_traits as kinds
        on
            pairs.owner_id = kinds.owner_id
            and pairs.kind = kinds.trait and kinds.clue = 'kind'
)

select *
from scored
where score > 0
qualify
    row_number() over (
        partition by theme_id, kind, external_party, is_owned
        order by round(score, 9) desc, owner_id asc
    ) <= 4;
