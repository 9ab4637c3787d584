-- One row per pick of an open decision that names no alternative on the map.
create view calc.pick_findings as
with
groups as (
    select
        item,
        any_of,
        list(requires) as alternatives
    from input.dependencies
    where any_of is not null
    group by item, any_of
),

known_groups as (
    select
        item,
        string_agg(any_of, ', ' order by any_of) as listed
    from groups
    group by item
)

select
    'pick leads nowhere' as rule,
    picks.decision as subject_id,
    'An option picks "' || picks.requires || '" in the group "' || picks.any_of || '" of "'
    || picks.item || '", which '
    || case
        when groups.any_of is null then 'has no such group.'
        else 'has no such alternative in it.'
    end as what,
    'Choosing the option would change nothing.' as why,
    coalesce('Its groups are: ' || known_groups.listed || '.', 'The item has no any-of group.')
        as fix,
    picks.source_file,
    picks.source_line
from input.decision_picks as picks
inner join input.decisions as decisions
    on picks.decision = decisions.id and decisions.status = 'open'
left join groups on picks.item = groups.item and picks.any_of = groups.any_of
left join known_groups on picks.item = known_groups.item
where groups.any_of is null or not list_contains(groups.alternatives, picks.requires);
