-- One row per milestone. Its forecast is the latest earliest finish of its items.
create view report.milestones as
with
members as (
    select
        milestone_items.milestone as milestone_id,
        list(milestone_items.item order by milestone_items.source_line, milestone_items.item)
            as items,
        cast(count(*) filter (where items.is_open) as integer) as open_items,
        bool_or(items.is_blocked or items.status = 'dropped') as is_blocked,
        max(items.earliest_finish) as forecast
    from input.milestone_items as milestone_items
    inner join report.items as items on milestone_items.item = items.item_id
    group by milestone_items.milestone
),

judged as (
    select
        milestones.*,
        coalesce(members.items, cast([] as varchar[])) as items,
        coalesce(members.open_items, 0) as open_items,
        coalesce(members.is_blocked, false) as is_blocked,
        case when not members.is_blocked then members.forecast end as forecast
    from input.milestones as milestones
    left join members on milestones.id = members.milestone_id
)

select
    id as milestone_id,
    name,
    date,
    coalesce(meaning, '') as meaning,
    forecast,
    items,
    open_items,
    case
        when open_items = 0 and forecast is not null then 0
        when forecast is not null then greatest(0, forecast - date)
    end as days_late,
    coalesce(open_items > 0 and forecast > date, false) as is_late,
    is_blocked
from judged
order by date, milestone_id;

comment on column report.milestones.milestone_id is 'Id of the milestone.';
comment on column report.milestones.date is 'Day of the milestone.';
comment on column report.milestones.meaning is 'What is true on that day.';
comment on column report.milestones.forecast is 'Latest earliest finish of its items.';
comment on column report.milestones.items is 'Items that belong to it.';
comment on column report.milestones.open_items is 'Items that are still open.';
comment on column report.milestones.days_late is
'Calendar days from its date to its forecast; 0 when in time.';
comment on column report.milestones.is_blocked is 'One of its items can never start or was dropped, so it cannot be reached.';
comment on column report.milestones.is_late is 'Its forecast is after its date.';
