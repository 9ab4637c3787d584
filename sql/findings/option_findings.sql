-- One row per value that the chosen option of a decided decision gives to a row, and that does not
-- stand there. Shifts and what is agreed at most are no values of a row.
create view calc.option_findings as
with
chosen as (
    select
        changes.*,
        try_cast(regexp_extract(changes.value, '^(\d{4})-Q[1-4]$', 1) as integer) as in_year,
        try_cast(regexp_extract(changes.value, '-Q([1-4])$', 1) as integer) as in_quarter
    from input.decisions as decisions
    inner join input.decision_options as options
        on decisions.id = options.decision and decisions.chosen = options.name
    inner join input.decision_changes as changes
        on options.decision = changes.decision and options.position = changes.option_position
    where decisions.status = 'decided'
),

meant as (
    select
        *,
        coalesce(
            cast(last_day(make_date(in_year, 3 * in_quarter, 1)) as varchar), value, ''
        ) as wanted
    from chosen
)

select
    'decided but not in the rows' as rule,
    meant.decision as subject_id,
    'The chosen option sets ' || meant.field || ' of "' || meant.changed || '" to "'
    || coalesce(meant.value, '') || '", and it is "' || coalesce(typed.value, '') || '".'
        as what,
    'Dates and scores come from the rows, not from the option.' as why,
    'Write it into the row, or take it out of the option.' as fix,
    meant.source_file,
    meant.source_line
from meant
inner join calc.typed_values as typed on meant.changed = typed.id and meant.field = typed.field
where
    coalesce(typed.value, '') <> meant.wanted
    and coalesce(try_cast(typed.value as double) <> try_cast(meant.wanted as double), true);
