-- One row per rule and item that is worse after than before, both sides as of the same day:
-- newly_late, newly_at_risk (directions), new_blocked (both), and new_unowned, a prerequisite that
-- is to be started before the next review and that nobody active owns. What is new counts as well.
create view moves.gate as
with
items as (
    select
        later.item_id,
        later.is_blocked and not coalesce(earlier.is_blocked, false) as is_newly_blocked,
        later.is_unowned_soon and not coalesce(earlier.is_unowned_soon, false)
            as is_newly_unowned_soon
    from later.items as later
    left join earlier.items as earlier on later.item_id = earlier.item_id
),

worse as (
    select
        'new_unowned' as rule,
        item_id
    from items
    where is_newly_unowned_soon
    union all
    select
        'new_blocked' as rule,
        item_id
    from items
    where is_newly_blocked
    union all
    select
        case outlook_after
            when 'late' then 'newly_late' when 'at_risk' then 'newly_at_risk' else 'new_blocked'
        end as rule,
        direction_id as item_id
    from moves.directions
    where
        outlook_before is distinct from outlook_after
        and (
            outlook_after in ('late', 'blocked')
            or (outlook_after = 'at_risk' and outlook_before is distinct from 'late')
        )
),

places as (
    select
        item_id,
        chart_name,
        source_file,
        source_line
    from later.items
    union all
    select
        direction_id as item_id,
        chart_name,
        source_file,
        source_line
    from later.directions
)

select
    worse.rule,
    worse.item_id,
    places.chart_name,
    places.source_file,
    places.source_line
from worse
inner join places on worse.item_id = places.item_id;

comment on column moves.gate.rule is 'What is worse than before.';
comment on column moves.gate.item_id is 'Id of the direction or prerequisite.';
comment on column moves.gate.chart_name is 'Name for charts.';
comment on column moves.gate.source_file is 'File that it stands in.';
comment on column moves.gate.source_line is 'Line in that file.';
