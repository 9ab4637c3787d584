-- One row per prerequisite of which something moved: its start by by a day or more, its score by a
-- point or more, its action, whether it is blocked, whether someone owns it, or the day on which it
-- is there with the days that owners have.
create view moves.items as
with
moved as (
    select
        coalesce(earlier.item_id, later.item_id) as item_id,
        coalesce(later.chart_name, earlier.chart_name) as chart_name,
        earlier.safe_start_by as safe_start_by_before,
        later.safe_start_by as safe_start_by_after,
        cast(datediff('day', earlier.safe_start_by, later.safe_start_by) as integer) as days_moved,
        coalesce(earlier.action, '') as action_before,
        coalesce(later.action, '') as action_after,
        coalesce(earlier.unlock_score, 0) as unlock_score_before,
        coalesce(later.unlock_score, 0) as unlock_score_after,
        coalesce(earlier.is_on_route, false) as is_on_route_before,
        coalesce(later.is_on_route, false) as is_on_route_after,
        earlier.capacity_finish as capacity_finish_before,
        later.capacity_finish as capacity_finish_after,
        cast(
            datediff('day', earlier.capacity_finish, later.capacity_finish) as integer
        ) as capacity_days_moved,
        coalesce(later.is_blocked, false) and not coalesce(earlier.is_blocked, false)
            as is_newly_blocked,
        coalesce(later.is_unowned, false) and not coalesce(earlier.is_unowned, false)
            as is_newly_unowned,
        coalesce(earlier.is_blocked, false) and not coalesce(later.is_blocked, false)
            as is_blocked_no_more,
        coalesce(earlier.is_unowned, false) and not coalesce(later.is_unowned, false)
            as is_unowned_no_more
    from earlier.items as earlier
    full outer join later.items as later on earlier.item_id = later.item_id
),

marked as (
    select
        *,
        coalesce(
            safe_start_by_before is distinct from safe_start_by_after
            or action_before <> action_after
            or abs(unlock_score_after - unlock_score_before) >= 1
            or is_newly_blocked
            or is_newly_unowned
            or is_blocked_no_more
            or is_unowned_no_more,
            false
        ) as moves_by_map
    from moved
)

select *
from marked
where moves_by_map or capacity_finish_before is distinct from capacity_finish_after;

comment on column moves.items.item_id is 'Id of the prerequisite.';
comment on column moves.items.chart_name is 'Name for charts.';
comment on column moves.items.safe_start_by_before is 'Start by before; empty where it had none.';
comment on column moves.items.safe_start_by_after is 'Start by after; empty where it has none.';
comment on column moves.items.days_moved is
'Calendar days by which its start by moved; negative is earlier, empty with one side only.';
comment on column moves.items.action_before is 'What to do about it before; empty for none.';
comment on column moves.items.action_after is 'What to do about it after; empty for none.';
comment on column moves.items.unlock_score_before is 'Unlock score before, in points.';
comment on column moves.items.unlock_score_after is 'Unlock score after, in points.';
comment on column moves.items.is_on_route_before is 'It was on a route.';
comment on column moves.items.is_on_route_after is 'It is on a route.';
comment on column moves.items.capacity_finish_before is
'Day it was there with the days that owners have, before; empty where it had none.';
comment on column moves.items.capacity_finish_after is
'Day it is there with the days that owners have, after; empty where it has none.';
comment on column moves.items.capacity_days_moved is
'Calendar days by which that day moved; negative is earlier, empty with one side only.';
comment on column moves.items.moves_by_map is
'Something moved besides the date that owners can keep.';
comment on column moves.items.is_newly_blocked is 'It can never start now, and could before.';
comment on column moves.items.is_newly_unowned is
'Open, on a route and without an active owner now, and not so before.';
comment on column moves.items.is_blocked_no_more is 'It could never start before, and can now.';
comment on column moves.items.is_unowned_no_more is
'Open, on a route and without an active owner before, and not so now.';
