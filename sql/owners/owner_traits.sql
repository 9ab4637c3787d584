-- One row per trait (a theme, an external party, a kind) and owner of prerequisites that have it:
-- how many of them are this owner's. Dropped items are left out; done ones count.
create table calc.owner_traits as
with
owned as (
    select
        prerequisites.owner as owner_id,
        item_themes.theme_id,
        prerequisites.external_party,
        prerequisites.kind
    from input.prerequisites as prerequisites
    inner join calc.item_themes as item_themes on prerequisites.id = item_themes.item_id
    where prerequisites.status not in ('dropped', 'not_needed') and prerequisites.owner is not null
),

traits as (
    unpivot owned on theme_id, external_party, kind into name clue value trait
),

counted as (
    select
        clue,
        trait,
        owner_id,
        count(*) as owned_count
    from traits
    group by clue, trait, owner_id
)

select
    *,
    cast(sum(owned_count) over (partition by clue, trait) as bigint) as owned_total
from counted;
