-- One row per item: direction or prerequisite, as far as the rules need it.
-- In progress: at least one day is left; without a start date the whole lead counts.
create table calc.items as
with
all_items as (
    select
        id as item_id,
        'direction' as item_type,
        status,
        cast(null as date) as started_on,
        lead_low_days,
        lead_likely_days,
        lead_high_days,
        cast(0 as double) as effort_days,
        cast(1 as double) as need_factor
    from input.directions
    union all
    select
        id as item_id,
        'prerequisite' as item_type,
        status,
        started_on,
        lead_low_days,
        lead_likely_days,
        lead_high_days,
        effort_days,
        needed_confidence as need_factor
    from input.prerequisites
),

elapsed as (
    select
        all_items.*,
        all_items.status in ('done', 'delivered') as is_done,
        all_items.status = 'dropped' as is_dropped,
        case
            when all_items.status = 'in_progress'
                then coalesce(settings.as_of - all_items.started_on, 0)
            else 0
        end as elapsed_days,
        case when all_items.status = 'in_progress' then 1 else 0 end as least_days
    from all_items
    cross join calc.settings as settings
)

select
    * exclude (least_days),
    cast(row_number() over (order by item_id) as integer) as item_number,
    not(is_done or is_dropped) as is_open,
    case when is_done then 0 else greatest(least_days, lead_low_days - elapsed_days) end
        as remaining_low_days,
    case when is_done then 0 else greatest(least_days, lead_likely_days - elapsed_days) end
        as remaining_days,
    case when is_done then 0 else greatest(least_days, lead_high_days - elapsed_days) end
        as remaining_high_days
from elapsed;

comment on column calc.items.item_number is 'Place of the id among all ids.';
comment on column calc.items.elapsed_days is
'Calendar days since an item in progress was started; 0 for all others.';
comment on column calc.items.need_factor is
'needed_confidence of a prerequisite; a direction adds no doubt of its own.';
