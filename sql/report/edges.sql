-- One row per dependency row, hard or soft.
create view report.edges as
select
    dependencies.item as item_id,
    dependencies.requires as requires_id,
    dependencies.strength,
    coalesce(dependencies.any_of, '') as any_of,
    coalesce(
        dependencies.strength = 'hard' and required_items.status <> 'not_needed' and (
            (dependencies.any_of is null and blocked.item_id is null and not items.is_dropped)
            or choices.requires_id is not null
            or (dependencies.any_of is not null and required_items.is_done)
        ),
        false
    ) as is_chosen,
    dependencies.confidence,
    coalesce(dependencies.reason, '') as reason,
    dependencies.source_file,
    dependencies.source_line
from input.dependencies as dependencies
inner join calc.items as items on dependencies.item = items.item_id
inner join calc.items as required_items on dependencies.requires = required_items.item_id
left join calc.blocked as blocked on dependencies.item = blocked.item_id
left join calc.choices as choices
    on
        dependencies.item = choices.item_id
        and dependencies.any_of = choices.any_of
        and dependencies.requires = choices.requires_id;

comment on column report.edges.item_id is 'Id of the item that waits.';
comment on column report.edges.requires_id is 'Id of the required item.';
comment on column report.edges.strength is 'hard cannot do without; soft only helps.';
comment on column report.edges.any_of is
'Name of the group of alternatives; empty for a plain requirement.';
comment on column report.edges.is_chosen is
'On the route: a plain hard row, or the alternative that is taken.';
comment on column report.edges.confidence is
'How sure we are that the requirement is real, from 0 to 1.';
comment on column report.edges.reason is 'Why.';
