-- One row per pair of items of which one only helps the other.
create view calc.soft_requirements as
select distinct
    item as item_id,
    requires as requires_id
from calc.dependencies
where strength = 'soft';
