-- One row per prerequisite, active owner and clue kind with at least one owned item behind it:
-- how many of the owned prerequisites that share the clue are this owner's. Dropped items and the
-- item itself are left out; done ones count.
create table calc.owner_clues as
with
candidates as (
    select
        prerequisites.id as item_id,
        prerequisites.owner as owner_id,
        item_themes.theme_id,
        prerequisites.external_party,
        prerequisites.kind
    from input.prerequisites as prerequisites
    inner join calc.item_themes as item_themes on prerequisites.id = item_themes.item_id
    where prerequisites.status <> 'dropped'
),

traits as (
    unpivot candidates on theme_id, external_party, kind into name clue value trait
),

trait_counts as (
    select clue, trait, owner_id, count(*) as owned_count
    from traits
    where owner_id is not null
    group by clue, trait, owner_id
),

trait_totals as (
    select clue, trait, sum(owned_count) as owned_total
    from trait_counts
    group by clue, trait
),

shared_traits as (
    select
        traits.item_id,
        trait_counts.owner_id,
        traits.clue,
        trait_counts.owned_count
        - cast(traits.owner_id is not distinct from trait_counts.owner_id as integer)
            as owned_count,
        trait_totals.owned_total - cast(traits.owner_id is not null as integer) as owned_total
    from traits
    inner join trait_counts using (clue, trait)
    inner join trait_totals using (clue, trait)
)

select shared_traits.* from shared_traits
inner join input.owners as owners on shared_traits.owner_id = owners.id and owners.active
where shared_traits.owned_count > 0
union all
select
    neighbours.item_id,
    neighbours.owner_id,
    'neighbours' as clue,
    neighbours.owned_count,
    neighbours.owned_total
from calc.owner_neighbours as neighbours
inner join candidates on neighbours.item_id = candidates.item_id
inner join input.owners as owners on neighbours.owner_id = owners.id and owners.active;
