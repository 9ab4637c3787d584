-- One row per thing that loads but is questionable: what, why it matters, how to clear it.
create view report.findings as
with
found as (
    select rule, subject_id, what, why, fix, source_file, source_line from calc.graph_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.status_findings
    union all
    select
        replace(rule, '_', ' '), subject_id, reason,
        case
            when unlock_score > 0 then round(unlock_score, 1) || ' points wait on it.'
            else 'No points wait on it today.'
        end,
        case rule
            when 'no_owner' then 'Name an owner.'
            when 'inactive_owner' then 'Hand it to an active owner.'
            when 'overloaded_owner' then 'Move work, or raise the capacity.'
            when 'concentration' then 'Spread the items over more owners.'
            else 'Name who answers for it.'
        end,
        source_file, source_line
    from report.owner_gaps
    union all
    select
        'late', item_id, 'It is ' || days_late || case days_late when 1 then ' day' else ' days' end
        || ' late: it cannot start by its date.',
        'Its direction misses the target at likely leads.',
        'Shorten the chain, choose an alternative or move the target.', source_file, source_line
    from report.items
    where item_type = 'prerequisite' and days_late > 0
    union all
    select
        'no start date holds', direction_id,
        'No start date gives ' || round(100 * settings.confidence_goal) || ' %: the reserve of '
        || reserve_days || case reserve_days when 1 then ' day' else ' days' end
        || ' is already used up.',
        'Its chance to be on time is what counts.', 'Move the target or shorten its leads.',
        directions.source_file, directions.source_line
    from report.directions as directions
    cross join calc.settings as settings
    where reserve_days is not null and not has_safe_start
    union all
    select
        'decision without date', decision_id, 'Nothing it blocks has a date.',
        'No decide-by date can be given.', 'List in blocks what waits for it.',
        source_file, source_line
    from report.decisions
    where origin = 'decision' and decide_by is null
    union all
    select
        'milestone missed', milestone_id,
        'Its forecast is ' || milestones.days_late || ' days after its date.',
        'What leadership watches will not be there in time.',
        'Move the milestone or its items.', inputs.source_file, inputs.source_line
    from report.milestones as milestones
    inner join input.milestones as inputs on milestones.milestone_id = inputs.id
    where milestones.days_late > 0
    union all
    select
        'started but not needed', item_id, 'It is in progress and on no route.',
        'Work goes into something that no live direction requires today.',
        'Stop it, pin it, or say what requires it.', source_file, source_line
    from report.items
    where item_type = 'prerequisite' and status = 'in_progress' and not is_on_route
)

select
    found.rule,
    found.subject_id,
    coalesce(facts.name, owners.name, milestones.name, decisions.question, found.subject_id)
        as subject,
    found.what,
    found.why,
    found.fix,
    found.source_file,
    found.source_line
from found
left join calc.item_facts as facts on found.subject_id = facts.item_id
left join input.owners as owners on found.subject_id = owners.id
left join input.milestones as milestones on found.subject_id = milestones.id
left join input.decisions as decisions on found.subject_id = decisions.id
order by found.rule, found.source_file, found.source_line, found.subject_id;

comment on column report.findings.rule is 'Which rule found it.';
comment on column report.findings.subject_id is 'Id of what it is about.';
comment on column report.findings.subject is 'Name of what it is about.';
comment on column report.findings.what is 'What was found.';
comment on column report.findings.why is 'Why it matters.';
comment on column report.findings.fix is 'How to clear it.';
comment on column report.findings.source_file is 'Input file it comes from.';
comment on column report.findings.source_line is 'Line of that file.';
