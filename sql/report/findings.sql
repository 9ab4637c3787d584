-- One row per thing that loads but is questionable: what, why it matters, how to clear it.
create view report.findings as
with
found as (
    select rule, subject_id, what, why, fix, source_file, source_line from calc.graph_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.group_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.pick_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.option_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.status_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.day_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.reading_findings
    union all
    select
        replace(rule, '_', ' '), subject_id, reason,
        case
            when unlock_score > 0 then round(unlock_score, 1) || ' points depend on this.'
            else 'No points depend on this today.'
        end,
        case rule
            when 'no_owner' then 'Name an owner.'
            when 'inactive_owner' then 'Hand it to an active owner.'
            when 'overloaded_owner' then 'Move work, or raise the capacity.'
            when 'inactive_decider' then 'Name an active owner who decides.'
            when 'inactive_sponsor' then 'Name an active sponsor.'
            when 'concentration' then 'Spread the items over more owners.'
            else 'Name who answers for it.'
        end,
        source_file, source_line
    from report.owner_gaps
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.date_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.across_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line from calc.capacity_findings
    union all
    select rule, subject_id, what, why, fix, source_file, source_line
    from calc.calibration_findings
    union all
    select
        'milestone missed', milestone_id,
        'Its forecast is ' || milestones.days_late
        || case milestones.days_late when 1 then ' day' else ' days' end || ' after its date.',
        'What leadership watches will not be there in time.',
        'Move the milestone or its items.', inputs.source_file, inputs.source_line
    from report.milestones as milestones
    inner join input.milestones as inputs on milestones.milestone_id = inputs.id
    where milestones.days_late > 0
    union all
    select
        case when milestones.is_blocked then 'milestone blocked' else 'milestone without items' end,
        milestone_id,
        case
            when milestones.is_blocked
                then 'It waits for an item that is dropped or can never start.'
            else 'No item belongs to it.'
        end,
        'It has no forecast.', 'Take the item out of it, or list what it waits for.',
        inputs.source_file, inputs.source_line
    from report.milestones as milestones
    inner join input.milestones as inputs on milestones.milestone_id = inputs.id
    where milestones.is_blocked or len(milestones.items) = 0
    union all
    select
        'decision overdue', decision_id,
        'It was to be settled ' || -days_left
        || case days_left when -1 then ' day ago.' else ' days ago.' end,
        'What waits for it can no longer keep its start by.',
        'Settle it, or move what it holds up.',
        source_file, source_line
    from report.decisions
    where is_overdue and origin = 'decision'
)

select
    found.rule,
    found.subject_id,
    coalesce(owners.name, milestones.name, decisions.question, facts.name, found.subject_id)
        as subject,
    found.what,
    found.why,
    found.fix,
    found.source_file,
    found.source_line
from found
left join calc.item_facts as facts on found.subject_id = facts.item_id
-- An owner may have the id of an item: what a finding is about stands in the file it names.
left join input.owners as owners
    on found.subject_id = owners.id and found.source_file = owners.source_file
left join input.milestones as milestones
    on found.subject_id = milestones.id and found.source_file = milestones.source_file
left join input.decisions as decisions
    on found.subject_id = decisions.id and found.source_file = decisions.source_file
order by found.rule, found.source_file, found.source_line, found.subject_id;

comment on column report.findings.rule is 'Which rule found it.';
comment on column report.findings.subject_id is 'Id of what it is about.';
comment on column report.findings.subject is 'Name of what it is about.';
comment on column report.findings.what is 'What was found.';
comment on column report.findings.why is 'Why it matters.';
comment on column report.findings.fix is 'How to clear it.';
