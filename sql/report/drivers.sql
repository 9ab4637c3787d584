-- One row per live direction with a target and item that decides its date most often, at most eight
-- a direction.
create view report.drivers as
select
    direction_id,
    item_id,
    critical_share,
    chance_at_low
from calc.drivers;

comment on column report.drivers.direction_id is 'Id of the direction.';
comment on column report.drivers.item_id is
'Prerequisite or direction that decides the date; the direction itself where its own lead does.';
comment on column report.drivers.critical_share is
'Share of the samples in which the item lies on the longest chain, so that it decides the date.';
comment on column report.drivers.chance_at_low is
'Chance of the direction if this item came at its low lead, on the route as it stands.';
