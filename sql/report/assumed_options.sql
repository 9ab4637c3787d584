-- One row per open decision and option that today's dates assume; of a decision of which they
-- assume none, per option that they are closest to. An item rests on a decision that holds it, that
-- moves it as a direction, or an option of which brings it onto the routes or takes it off.
create view report.assumed_options as
with
resting as (
    select
        decision_id,
        unnest(blocks) as item_id
    from report.decisions
    where origin = 'decision'
    union
    select
        decision_id,
        direction_id as item_id
    from report.decision_effects
    union
    select
        decision_id,
        unnest(list_concat(joining, leaving)) as item_id
    from report.decision_options
    where origin = 'decision'
),

rests as (
    select
        decision_id,
        list(item_id order by item_id) as items
    from resting
    group by decision_id
)

select
    options.decision_id,
    decisions.question,
    options.position,
    options.option,
    options.is_assumed,
    rests.items
from report.decision_options as options
inner join report.decisions as decisions
    on options.decision_id = decisions.decision_id and options.origin = decisions.origin
inner join rests on options.decision_id = rests.decision_id
where
    options.origin = 'decision'
    and decisions.status = 'open'
    and (options.is_assumed or options.is_closest)
qualify
    options.is_assumed = bool_or(options.is_assumed) over (partition by options.decision_id);

comment on column report.assumed_options.question is 'What is to be decided.';
comment on column report.assumed_options.position is 'Place of the option in its decision, from 1.';
comment on column report.assumed_options.is_assumed is
'Today''s dates assume it; else they assume no option of this decision and are closest to this one.';
comment on column report.assumed_options.items is
'Ids of the prerequisites and directions that rest on the decision.';
