-- One row per prerequisite and owner on its shortlist: how many of the owned prerequisites that
-- share a theme, a neighbour, an external party or a kind are this owner's. The item itself is left
-- out.
create view calc.owner_clues as
with
pairs as (
    select
        prerequisites.id as item_id,
        shortlist.owner_id,
        cast(prerequisites.owner is not null as integer) as is_owned,
        cast(prerequisites.owner is not distinct from shortlist.owner_id as integer) as is_own,
        item_themes.theme_id,
        prerequisites.external_party,
        prerequisites.kind
    from input.prerequisites as prerequisites
    inner join calc.item_themes as item_themes on prerequisites.id = item_themes.item_id
    inner join calc.owner_shortlist as shortlist on prerequisites.id = shortlist.item_id
)

select
    pairs.item_id,
    pairs.owner_id,
    themes.owned_count - pairs.is_own as theme_owned,
    themes.owned_total - pairs.is_owned as theme_total,
    neighbours.owned_count as neighbours_owned,
    neighbours.owned_total as neighbours_total,
    parties.owned_count - pairs.is_own as party_owned,
    parties.owned_total - pairs.is_owned as party_total,
    kinds.owned_count - pairs.is_own as kind_owned,
    kinds.owned_total - pairs.is_owned as kind_total
from pairs
left join calc.owner_neighbours as neighbours using (item_id, owner_id)
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
        and pairs.kind = kinds.trait and kinds.clue = 'kind';
