-- One row per item as typed: direction, prerequisite or foreign (of another portfolio), and how
-- long it has been going on.
create view calc.typed_items as
with
all_items as (
    select
        id as item_id,
        'direction' as item_type,
        status,
        cast(null as date) as started_on,
        not_before,
        lead_low_days,
        lead_likely_days,
        lead_high_days,
        cast(0 as double) as effort_days,
        cast(1 as double) as need_factor,
        target,
        false as is_beyond_its_range
    from input.directions
    union all
    select
        id as item_id,
        'prerequisite' as item_type,
        status,
        started_on,
        not_before,
        lead_low_days,
        lead_likely_days,
        lead_high_days,
        effort_days,
        needed_confidence as need_factor,
        cast(null as date) as target,
        false as is_beyond_its_range
    from input.prerequisites
    union all
    select * from calc.foreign_items
)

select
    all_items.* exclude (target, is_beyond_its_range),
    all_items.target - settings.as_of as target_day,
    all_items.status in ('done', 'delivered') as is_done,
    all_items.status in ('dropped', 'not_needed', 'blocked') as is_dropped,
    case
        when all_items.status = 'in_progress'
            then coalesce(settings.as_of - all_items.started_on, 0)
        else 0
    end as elapsed_days,
    all_items.is_beyond_its_range
    or (
        all_items.status = 'in_progress'
        and coalesce(settings.as_of - all_items.started_on, 0) > all_items.lead_high_days
    ) as has_overrun
from all_items
cross join calc.settings as settings;

comment on column calc.typed_items.target_day is
'Calendar days from as_of to the target of a direction; negative is past; empty without a target.';
comment on column calc.typed_items.elapsed_days is
'Calendar days since an item in progress was started; 0 for all others.';
comment on column calc.typed_items.has_overrun is
'In progress for longer than its high lead; of a foreign item, that or something it waits for.';
comment on column calc.typed_items.need_factor is
'needed_confidence of a prerequisite; a direction adds no doubt of its own.';
comment on column calc.typed_items.is_dropped is
'It will not come: dropped, blocked in another portfolio, or not needed, and then nothing waits for it either.';
