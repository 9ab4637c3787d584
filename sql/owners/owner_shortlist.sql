-- One row per prerequisite and active owner who may be among its three best candidates: the best
-- four of its theme and kind, the best four of its party, its neighbours' owners and its own.
-- Nobody else can be: of four, at least three keep their score or gain, for only the own owner's
-- counts are less by the item itself.
create table calc.owner_shortlist as
select
    profiles.item_id,
    bests.owner_id
from calc.owner_profiles as profiles
inner join calc.owner_bests as bests
    on
        profiles.theme_id = bests.theme_id
        and profiles.kind = bests.kind
        and profiles.is_owned = bests.is_owned
        and bests.external_party in ('', profiles.external_party)
union
select
    profiles.item_id,
    owners.id as owner_id
from calc.owner_profiles as profiles
inner join input.owners as owners on profiles.owner_id = owners.id and owners.active
union
select
    profiles.item_id,
    neighbours.owner_id
from calc.owner_profiles as profiles
inner join calc.owner_neighbours as neighbours on profiles.item_id = neighbours.item_id
inner join input.owners as owners on neighbours.owner_id = owners.id and owners.active;
