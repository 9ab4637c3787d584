-- One row per owner whose time is planned: active, with a known capacity, which may be 0.
create view calc.capacities as
select
    id as owner_id,
    capacity_days_per_week
from input.owners
where active and capacity_days_per_week is not null;
