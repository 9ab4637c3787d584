-- One row per cause of blocking: a cycle with its rows, or a dropped item, and what it holds up.
create view calc.blocked_causes as
with
causes as (
    select
        cause,
        any_value(more) as more,
        bool_or(cause[1] = item_id) as is_cycle,
        count(*) as blocked_count,
        list(item_id order by item_id) as blocked_items
    from calc.blocked
    group by cause
),

links as (
    select
        cause,
        unnest(cause) as item_id,
        unnest(list_append(list_slice(cause, 2, len(cause)), cause[1])) as requires_id
    from causes
    where is_cycle
),

rows_of_cycle as (
    select
        links.cause,
        string_agg(
            dependencies.source_file || ' line ' || dependencies.source_line, ', '
            order by dependencies.source_line
        ) as lines,
        min(dependencies.source_file) as source_file,
        min(dependencies.source_line) as source_line
    from links
    inner join input.dependencies as dependencies
        on links.item_id = dependencies.item and links.requires_id = dependencies.requires
    where dependencies.strength = 'hard'
    group by links.cause
)

select
    causes.cause,
    causes.is_cycle,
    causes.blocked_count,
    causes.blocked_items,
    array_to_string(causes.cause, ' → ')
    || case when causes.more > 0 then ' → (' || causes.more || ' more)' else '' end
    || ' → ' || causes.cause[1] as cycle_text,
    coalesce(rows_of_cycle.lines, '') as lines,
    coalesce(rows_of_cycle.source_file, facts.source_file) as source_file,
    coalesce(rows_of_cycle.source_line, facts.source_line) as source_line
from causes
inner join calc.item_facts as facts on causes.cause[1] = facts.item_id
left join rows_of_cycle on causes.cause = rows_of_cycle.cause;
