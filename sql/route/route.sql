-- One row per pair of open items on the route: plain requirements and chosen alternatives between
-- items that can start. The route stops at done items.
create table calc.route as
select
    requirements.item_id,
    requirements.requires_id,
    max(requirements.confidence) as confidence
from calc.requirements as requirements
inner join calc.items as items
    on requirements.item_id = items.item_id and items.is_open
inner join calc.items as required_items
    on requirements.requires_id = required_items.item_id and required_items.is_open
left join calc.choices as choices
    on
        requirements.item_id = choices.item_id
        and requirements.any_of = choices.any_of
        and requirements.requires_id = choices.requires_id
anti join calc.blocked as blocked on requirements.item_id = blocked.item_id
where requirements.any_of = '' or choices.requires_id is not null
group by requirements.item_id, requirements.requires_id;
