-- One row per prerequisite that is neither dropped nor not needed: what its likely owner is told
-- from. Empty words stand for no theme and no external party.
create view calc.owner_profiles as
select
    prerequisites.id as item_id,
    prerequisites.owner as owner_id,
    cast(prerequisites.owner is not null as integer) as is_owned,
    coalesce(item_themes.theme_id, '') as theme_id,
    coalesce(prerequisites.external_party, '') as external_party,
    prerequisites.kind
from input.prerequisites as prerequisites
inner join calc.item_themes as item_themes on prerequisites.id = item_themes.item_id
where prerequisites.status not in ('dropped', 'not_needed');
