-- One row per pick of an open decision that would change nothing, because it names no alternative
-- on the map or its group is settled already.
create view calc.pick_findings as
with
groups as (
    select
        dependencies.item,
        dependencies.any_of,
        list(dependencies.requires) as alternatives,
        min(dependencies.requires) filter (where items.is_done) as done_alternative
    from input.dependencies as dependencies
    inner join calc.items as items on dependencies.requires = items.item_id
    where dependencies.any_of is not null
    group by dependencies.item, dependencies.any_of
),

known_groups as (
    select
        item,
        'Its groups are: ' || string_agg(any_of, ', ' order by any_of) || '.' as listed
    from groups
    group by item
),

picks as (
    select
        picks.*,
        case
            when groups.any_of is null then 'has no such group.'
            when not list_contains(groups.alternatives, picks.requires)
                then 'has no such alternative in it.'
            when not items.is_open then 'is ' || items.status || '.'
            when chosen.is_dropped then 'cannot take it: it is dropped.'
            when groups.done_alternative is not null
                then 'is settled: "' || groups.done_alternative || '" is done.'
        end as objection,
        coalesce(known_groups.listed, 'The item has no any-of group.') as way_out,
        groups.any_of is null or not list_contains(groups.alternatives, picks.requires) as is_lost
    from input.decision_picks as picks
    inner join input.decisions as decisions
        on picks.decision = decisions.id and decisions.status = 'open'
    inner join calc.items as items on picks.item = items.item_id
    inner join calc.items as chosen on picks.requires = chosen.item_id
    left join groups on picks.item = groups.item and picks.any_of = groups.any_of
    left join known_groups on picks.item = known_groups.item
)

select
    case when is_lost then 'pick leads nowhere' else 'pick comes too late' end as rule,
    decision as subject_id,
    'An option picks "' || requires || '" in the group "' || any_of || '" of "' || item
    || '", which ' || objection as what,
    'Choosing the option would change nothing.' as why,
    case
        when is_lost then way_out
        else 'Mark the decision decided, or correct the status of the items.'
    end as fix,
    source_file,
    source_line
from picks
where objection is not null;
