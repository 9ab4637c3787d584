-- One row per file and rule of gentle reading: everything in it that was read in other words than
-- it is written, each kind once with its number, its first lines and its first case.
create view calc.reading_findings as
with
kinds as (
    select
        rule,
        source_file,
        source_line,
        kind,
        -- A sheet of a workbook has rows where a file has lines.
        if(contains(source_file, ', sheet '), ' in row', ' in line') as place,
        kind
        || case when cells > 0 then ': ' || cells else '' end
        || case when example <> '' then ' (' || example || ')' else '' end
        || case
            when lines = '' then ''
            when cells > len(string_split(lines, ', ')) then place || 's ' || lines || ', …'
            when contains(lines, ',') then place || 's ' || lines
            else place || ' ' || lines
        end as said
    from input.notes
),

files as (
    select
        rule,
        source_file,
        min(source_line) as source_line,
        string_agg(said, '; ' order by kind) as said
    from kinds
    group by rule, source_file
)

select
    rule,
    source_file as subject_id,
    case rule
        when 'read as' then 'Read in its plain form: '
        when 'not read' then 'Left alone: '
        when 'only the likely lead' then 'Leads without a range: '
        when 'differs from the workspace' then 'Other values than the workspace has: '
        else 'Read as it stands: '
    end || said || '.' as what,
    case rule
        when 'read as' then 'It has one meaning, and the file says it in other words.'
        when 'not read' then 'Nothing on the pages comes from it.'
        when 'only the likely lead'
            then 'Low and high follow the likely lead; without a range chances are blind.'
        when 'differs from the workspace'
            then 'The own row counts here, and other portfolios go by the shared one.'
        else 'It can be right, and looks like a slip.'
    end as why,
    case rule
        when 'read as' then 'Leave it, or let depmap tidy write it plainly.'
        when 'not read' then 'Rename it if it is meant to be read; else leave it.'
        when 'only the likely lead'
            then 'Fill in low and high, or set spread in settings.yaml for all such rows.'
        when 'differs from the workspace' then 'Agree on one row, and delete the other.'
        else 'Correct it if it is one.'
    end as fix,
    source_file,
    source_line
from files;
