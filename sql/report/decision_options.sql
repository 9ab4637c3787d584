-- One row per option of a decision point, with what choosing it changes in words.
create table report.decision_options as
with
moves as (
    select
        effects.decision_id,
        effects.position,
        string_agg(facts.chart_name, ', ' order by facts.chart_name) as directions
    from report.decision_effects as effects
    inner join calc.item_facts as facts on effects.direction_id = facts.item_id
    group by effects.decision_id, effects.position
),

said as (
    select
        decision,
        option_position
    from input.decision_picks
    union
    select
        decision,
        option_position
    from input.decision_changes
),

listed as (
    select
        options.decision as decision_id,
        'decision' as origin,
        cast(options.position as integer) as position,
        options.name as option,
        case
            when said.decision is null then 'Not tied to anything on the map.'
            when moves.decision_id is null then 'Moves no direction.'
            else 'Moves ' || moves.directions || '.'
        end as effect
    from input.decision_options as options
    inner join input.decisions as decisions
        on options.decision = decisions.id and decisions.status = 'open'
    left join said
        on options.decision = said.decision and options.position = said.option_position
    left join moves
        on options.decision = moves.decision_id and options.position = moves.position
),

members as (
    select
        decision_id,
        unnest(alternatives) as item_id,
        generate_subscripts(alternatives, 1) as position
    from calc.group_decisions
    semi join calc.decision_points using (decision_id)
),

answers as (
    select
        decision_id,
        origin,
        position,
        option,
        effect
    from listed
    union all
    select
        members.decision_id,
        'alternatives' as origin,
        cast(members.position as integer) as position,
        items.name as option,
        items.lead_likely_days || ' days of lead, ' || items.effort_days
        || ' person-days of effort.'
            as effect
    from members
    inner join report.items as items on members.item_id = items.item_id
    union all
    select
        actions.item_id as decision_id,
        'item' as origin,
        choice.position,
        choice.option,
        case choice.position
            when 1
                then round(actions.cost_if_unneeded_points, 1) || ' points of effort if unneeded.'
            else round(actions.cost_of_waiting_points, 1) || ' points lost if needed.'
        end as effect
    from calc.actions as actions
    inner join calc.decision_points as points
        on actions.item_id = points.decision_id and points.origin = 'item'
    cross join
        (values (1, 'Start now'), (2, 'Wait for the next review')) as choice (position, option)
)

select
    answers.decision_id,
    answers.origin,
    answers.position,
    answers.option,
    answers.effect,
    routes.effort_days_shift,
    routes.open_items_shift,
    routes.unowned_shift,
    coalesce(routes.joining, cast([] as varchar[])) as joining,
    coalesce(routes.leaving, cast([] as varchar[])) as leaving,
    coalesce(routes.is_assumed, false) as is_assumed,
    coalesce(routes.is_closest, false) as is_closest
from answers
left join calc.option_routes as routes
    on
        answers.origin = 'decision'
        and answers.decision_id = routes.decision_id
        and answers.position = routes.position;

comment on column report.decision_options.option is 'The answer, in a few words.';
comment on column report.decision_options.effect is 'What choosing it changes.';
comment on column report.decision_options.effort_days_shift is
'Person-days by which the open effort on the routes changes; empty for other decision points.';
comment on column report.decision_options.open_items_shift is
'By how many the open prerequisites on the routes change.';
comment on column report.decision_options.unowned_shift is
'By how many those of them without an owner change.';
comment on column report.decision_options.joining is
'Open prerequisites that come onto the routes with this option.';
comment on column report.decision_options.leaving is
'Open prerequisites that leave the routes with this option.';
comment on column report.decision_options.is_assumed is
'The dates of today assume it: all its picks and changes stand in today''s route and rows.';
comment on column report.decision_options.is_closest is
'Not that, but all its picks stand in today''s route.';
