-- One row per member of an any-of group whose other member is chosen or done.
create view calc.alternatives as
select distinct requirements.requires_id as item_id
from calc.requirements as requirements
inner join calc.requirements as others
    on
        requirements.item_id = others.item_id
        and requirements.any_of = others.any_of
        and requirements.requires_id <> others.requires_id
inner join calc.items as other_items on others.requires_id = other_items.item_id
left join calc.choices as choices
    on
        others.item_id = choices.item_id
        and others.any_of = choices.any_of
        and others.requires_id = choices.requires_id
where
    requirements.any_of <> '' and (other_items.is_done or choices.requires_id is not null);
