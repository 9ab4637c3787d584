-- One row per gap: an item, decision or direction nobody holds, or an owner who cannot carry it.
create view report.owner_gaps as
with
gaps as (
    select
        'no_owner' as rule, item_id as subject_id, name as subject, unlock_score,
        safe_start_by as due_on, 'Nobody owns this open prerequisite.' as reason,
        source_file, source_line
    from report.items
    where item_type = 'prerequisite' and is_open and owner_id = ''
    union all
    select
        'inactive_owner', items.item_id, items.name, items.unlock_score, items.safe_start_by,
        owners.name || ' is no longer active.', items.source_file, items.source_line
    from report.items as items
    inner join report.owners as owners on items.owner_id = owners.owner_id and not owners.is_active
    where items.item_type = 'prerequisite' and items.is_open
    union all
    select
        'overloaded_owner', loads.owner_id, loads.name, loads.unlock_score, null,
        'Is asked for ' || round(loads.must_start_effort_days, 1)
        || ' person-days until the next review, for what must start and what is begun, and has '
        || round(loads.capacity_days, 1)
        || '. Dates by the map leave that out; the dates owners can keep do not.',
        owners.source_file, owners.source_line
    from report.owners as loads
    inner join input.owners as owners on loads.owner_id = owners.id
    where loads.must_start_effort_days > loads.capacity_days
    union all
    select
        'concentration', loads.owner_id, loads.name, loads.unlock_score, null,
        'Holds ' || cast(round(100 * loads.unlock_share) as integer)
        || ' % of all unlock score, whatever time it takes.',
        owners.source_file, owners.source_line
    from report.owners as loads
    inner join input.owners as owners on loads.owner_id = owners.id
    cross join calc.settings as settings
    where loads.unlock_share > settings.concentration_limit
    union all
    select
        'decision_without_owner', decision_id, question, 0, decide_by,
        'Nobody is named to decide this.', source_file, source_line
    from report.decisions
    where owner_id = '' and origin = 'decision'
    union all
    select
        'direction_without_owner', direction_id, name, 0, null,
        'No sponsor is named for this direction.', source_file, source_line
    from report.directions
    where sponsor_id = '' and outlook not in ('delivered', 'dropped')
    union all
    select
        'inactive_decider', decisions.decision_id, decisions.question, 0, decisions.decide_by,
        decisions.owner || ' is no longer active.', decisions.source_file, decisions.source_line
    from report.decisions as decisions
    inner join input.owners as owners on decisions.owner_id = owners.id and not owners.active
    where decisions.origin = 'decision'
    union all
    select
        'inactive_sponsor', directions.direction_id, directions.name, 0, null,
        directions.sponsor || ' is no longer active.',
        directions.source_file, directions.source_line
    from report.directions as directions
    inner join input.owners as owners on directions.sponsor_id = owners.id and not owners.active
    where directions.outlook not in ('delivered', 'dropped')
)

select * from gaps
order by unlock_score desc, rule asc, subject_id asc;

comment on column report.owner_gaps.unlock_score is 'Points that wait on it.';
comment on column report.owner_gaps.due_on is
'Start by of the item, or decide by of the decision.';
comment on column report.owner_gaps.reason is 'What is missing or too much.';
