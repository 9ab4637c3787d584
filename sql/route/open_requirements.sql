-- One row per item that requires something open: plainly, or as the alternative that is taken.
create view calc.open_requirements as
select
    requirements.item_id,
    list(distinct requirements.requires_id order by requirements.requires_id) as required
from calc.requirements as requirements
inner join calc.items as required_items on requirements.requires_id = required_items.item_id
left join calc.choices as choices
    on
        requirements.item_id = choices.item_id
        and requirements.any_of = choices.any_of
        and requirements.requires_id = choices.requires_id
where required_items.is_open and (requirements.any_of = '' or choices.requires_id is not null)
group by requirements.item_id;
