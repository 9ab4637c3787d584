-- One row per option of a decision point, with what choosing it changes in words.
create view report.decision_options as
with
listed as (
    select
        options.decision as decision_id,
        'decision' as origin,
        cast(options.position as integer) as position,
        options.name as option,
        case
            when count(picks.item) = 0 then 'Not tied to an alternative on the map.'
            else coalesce(any_value(shifts.effect), 'Moves no likely finish') || '.'
        end as effect
    from input.decision_options as options
    inner join input.decisions as decisions
        on options.decision = decisions.id and decisions.status = 'open'
    left join input.decision_picks as picks
        on options.decision = picks.decision and options.position = picks.option_position
    left join calc.option_shifts as shifts
        on options.decision = shifts.decision_id and options.position = shifts.position
    group by options.decision, options.position, options.name
),

members as (
    select
        decision_id,
        unnest(alternatives) as item_id,
        generate_subscripts(alternatives, 1) as position
    from calc.group_decisions
    semi join calc.decision_points using (decision_id)
)

select * from listed
union all
select
    members.decision_id,
    'alternatives',
    cast(members.position as integer),
    items.name,
    items.lead_likely_days || ' days of lead, ' || items.effort_days || ' person-days of effort.'
from members
inner join report.items as items on members.item_id = items.item_id
union all
select
    actions.item_id,
    'item',
    choice.position,
    choice.option,
    case choice.position
        when 1 then round(actions.cost_if_unneeded_points, 1) || ' points of effort if unneeded.'
        else round(actions.cost_of_waiting_points, 1) || ' points lost if needed.'
    end
from calc.actions as actions
inner join calc.decision_points as points
    on actions.item_id = points.decision_id and points.origin = 'item'
cross join (values (1, 'Start now'), (2, 'Wait for the next review')) as choice (position, option);

comment on column report.decision_options.option is 'The answer, in a few words.';
comment on column report.decision_options.effect is 'What choosing it changes.';
