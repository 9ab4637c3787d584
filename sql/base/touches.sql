-- One row per prerequisite that touches something of ours, with what it touches, in alphabetical
-- order.
create view calc.touches as
select
    prerequisite as item_id,
    list(touchpoint order by lower(touchpoint)) as touchpoints
from input.touches
group by prerequisite;
