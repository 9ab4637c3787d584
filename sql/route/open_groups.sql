-- One row per open any-of group that no followed pin settles.
create view calc.open_groups as
with
pinned as (
    select
        pins.item_id,
        pins.any_of
    from calc.pins as pins
    anti join calc.rejected_pins using (pin_number)
)

select
    choices.item_id,
    choices.any_of
from calc.choices as choices
anti join pinned
    on choices.item_id = pinned.item_id and choices.any_of = pinned.any_of;
