-- One row per decision point, the most urgent first.
create table report.decisions as
with
chances as (
    select
        decision_id,
        max(abs(chance_shift)) as largest_move
    from report.decision_effects
    where position > 0
    group by decision_id
),

efforts as (
    select
        decision_id,
        max(abs(effort_days_shift)) as largest_move_days
    from calc.option_routes
    where position > 0
    group by decision_id
),

first_items as (
    select
        points.decision_id,
        points.origin,
        items.item_id,
        items.name,
        coalesce(
            calc.date_on(settings.as_of, points.closing.day),
            items.safe_start_by,
            items.advisory_start_by
        ) as start_by
    from calc.decision_points as points
    cross join calc.settings as settings
    inner join report.items as items
        on coalesce(points.closing.item_id, points.blocks[1]) = items.item_id
)

select
    points.decision_id,
    points.origin,
    points.question,
    coalesce(points.item_id, '') as item_id,
    coalesce(points.owner_id, '') as owner_id,
    coalesce(owners.name, 'No owner') as owner,
    coalesce(decisions.status, 'open') as status,
    coalesce(decisions.ticket, '') as ticket,
    calc.date_on(settings.as_of, points.decide_by_day) as decide_by,
    calc.date_on(settings.as_of, points.plain_decide_by_day) as decide_by_without_reserve,
    points.is_advisory,
    cast(points.decide_by_day as integer) as days_left,
    coalesce(points.decide_by_day <= settings.review_days, false) as is_due_by_review,
    coalesce(points.decide_by_day < 0, false) as is_overdue,
    case
        when points.decide_by_day <= settings.review_days then 'decide'
        when points.decide_by_day is not null then 'later'
        else ''
    end as plan_window,
    points.blocks,
    coalesce(first_items.item_id, '') as first_blocked,
    first_items.start_by as first_blocked_due,
    points.lead_days,
    costs.cost_of_waiting,
    costs.break_even_confidence,
    costs.p_used,
    costs.value_of_knowing,
    case
        when first_items.item_id is null then 'Nothing on the map waits for it with a date.'
        when first_items.start_by is null then first_items.name || ' has no date yet.'
        else
            first_items.name
            || case
                when points.closing is not null and first_items.start_by < settings.as_of
                    then ' would have had to start by '
                when points.closing is not null then ' would have to start by '
                when first_items.start_by < settings.as_of then ' was to start by '
                else ' cannot start by '
            end
            || strftime(first_items.start_by, '%-d %b %Y')
            || case when points.is_advisory then ' (advisory).' else '.' end
    end as if_undecided,
    coalesce(chances.largest_move, 0) as largest_chance_shift,
    coalesce(chances.largest_move >= 0.05, false) as changes_a_chance,
    coalesce(chances.largest_move >= 0.05 or efforts.largest_move_days >= 30, false)
        as stands_first,
    points.source_file,
    points.source_line
from calc.decision_points as points
cross join calc.settings as settings
left join chances
    on points.decision_id = chances.decision_id and points.origin = 'decision'
left join efforts
    on points.decision_id = efforts.decision_id and points.origin = 'decision'
left join input.owners as owners on points.owner_id = owners.id
left join input.decisions as decisions
    on points.decision_id = decisions.id and points.origin = 'decision'
left join first_items
    on points.decision_id = first_items.decision_id and points.origin = first_items.origin
left join report.items as costs on points.item_id = costs.item_id
order by points.decide_by_day nulls last, points.decision_id;

comment on column report.decisions.origin is
'decision (a row of decisions.yaml), prerequisite (of kind decision, listed in no row), item (too close to call) or alternatives (an open any-of group).';
comment on column report.decisions.question is 'What is to be decided.';
comment on column report.decisions.item_id is
'The prerequisite that it is, or the item that has the choice; else empty.';
comment on column report.decisions.owner is 'Who decides, or "No owner".';
comment on column report.decisions.ticket is 'Key or address of its task in a tracker; empty without.';
comment on column report.decisions.status is 'open.';
comment on column report.decisions.decide_by is
'Last day to decide so that what waits for it can keep its start by.';
comment on column report.decisions.decide_by_without_reserve is 'The same from the last day of what waits for it.';
comment on column report.decisions.is_advisory is 'The date comes from advisory dates only.';
comment on column report.decisions.days_left is
'Calendar days until decide by; negative when past.';
comment on column report.decisions.is_due_by_review is 'Decide by falls before the next review.';
comment on column report.decisions.blocks is 'Items that wait for it, the most urgent first.';
comment on column report.decisions.first_blocked is 'The item that waits most urgently.';
comment on column report.decisions.first_blocked_due is
'Its start by, else its advisory date.';
comment on column report.decisions.lead_days is 'Calendar days that deciding takes.';
comment on column report.decisions.p_used is 'Chance that the item is needed.';
comment on column report.decisions.if_undecided is 'What happens if nobody decides.';
comment on column report.decisions.is_overdue is 'Its decide by has passed.';
comment on column report.decisions.plan_window is
'Group on the plan page: decide when it is due by the next review, else later; empty without a date.';
comment on column report.decisions.largest_chance_shift is
'By how much its options change the chance of some direction at most, from 0 to 1.';
comment on column report.decisions.changes_a_chance is
'One of its options changes the chance of a direction by five points or more.';
comment on column report.decisions.stands_first is
'It changes a chance, or the open effort on the routes by 30 person-days or more.';
