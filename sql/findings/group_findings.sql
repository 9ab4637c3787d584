-- One row per any-of group that chooses nothing, direction that needs nothing and item that no
-- theme fits.
create view calc.group_findings as
select
    'group of one' as rule, item as subject_id,
    'The any-of group "' || any_of || '" has one alternative.' as what,
    'It is no choice.' as why, 'Add an alternative or empty the any_of cell.' as fix,
    any_value(source_file) as source_file, min(source_line) as source_line
from input.dependencies
where any_of is not null
group by item, any_of
having count(distinct requires) = 1
union all
select
    'group without effect', alternatives.item,
    'An alternative of the group "' || alternatives.any_of || '" is also required plainly: "'
    || alternatives.requires || '".',
    'The group is always satisfied, so its other alternatives count for nothing.',
    'Remove the plain row or the group.', alternatives.source_file, alternatives.source_line
from input.dependencies as alternatives
inner join input.dependencies as plain_rows
    on
        alternatives.item = plain_rows.item and alternatives.requires = plain_rows.requires
        and plain_rows.any_of is null and plain_rows.strength = 'hard'
where alternatives.any_of is not null
union all
select
    'direction needs nothing', items.item_id, 'No prerequisite is listed for this direction.',
    'Its forecast is its own delivery lead alone.', 'List what it requires.',
    facts.source_file, facts.source_line
from calc.items as items
inner join calc.item_facts as facts on items.item_id = facts.item_id
anti join input.dependencies as dependencies on items.item_id = dependencies.item
where items.item_type = 'direction' and items.is_open
union all
select
    'no theme', item_themes.item_id,
    case
        when item_themes.best_theme_count > 1 then 'Two themes fit its name equally well.'
        else 'It has no theme and no keyword fits its name.'
    end,
    'It stands in no theme.', 'Fill in the theme.',
    prerequisites.source_file, prerequisites.source_line
from calc.item_themes as item_themes
inner join calc.items as items on item_themes.item_id = items.item_id and items.is_open
inner join input.prerequisites as prerequisites on item_themes.item_id = prerequisites.id
where item_themes.theme_id is null;
