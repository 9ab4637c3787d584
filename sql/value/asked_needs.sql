-- One row per open item that can start and that another portfolio names, or that such an item waits
-- for on the route.
create table calc.asked_needs as
with recursive
needs (item_id) as (
    select items.item_id
    from input.asked_items as asked
    inner join calc.items as items on asked.item = items.item_id and items.is_open
    anti join calc.blocked as blocked on asked.item = blocked.item_id
    union
    select route.requires_id
    from needs
    inner join calc.route as route on needs.item_id = route.item_id
)

select item_id
from needs;
