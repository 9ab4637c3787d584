-- One row per open item off the route that some live direction reaches when soft pairs count too.
create table calc.helpers as
with recursive
pairs as (
    select
        route.item_id,
        route.requires_id
    from calc.route as route
    union
    select
        advisory_pairs.item_id,
        advisory_pairs.requires_id
    from calc.advisory_pairs as advisory_pairs
),

reached (item_id) as (
    select direction_id from calc.live_directions
    union
    select pairs.requires_id
    from reached
    inner join pairs on reached.item_id = pairs.item_id
)

select reached.item_id
from reached
anti join calc.needs as needs on reached.item_id = needs.item_id;
