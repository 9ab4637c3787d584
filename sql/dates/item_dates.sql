-- One row per item: its dates as calendar dates. A done item starts and finishes today; a dropped
-- or blocked one has no dates. Advisory dates stand where no target binds the item.
create table calc.item_dates as
select
    items.item_id,
    calc.date_on(
        settings.as_of, case when items.is_done then 0 else earliest.earliest_start_day end
    ) as earliest_start,
    calc.date_on(
        settings.as_of, case when items.is_done then 0 else earliest.earliest_finish_day end
    ) as earliest_finish,
    calc.date_on(settings.as_of, latest.start_by_day) as start_by,
    calc.date_on(settings.as_of, safe_dates.safe_start_day) as safe_start_by,
    case
        when latest.item_id is null then calc.date_on(settings.as_of, advisory.advisory_start_day)
    end
        as advisory_start_by,
    latest.start_by_day - earliest.earliest_start_day as slack_days,
    case
        when latest.item_id is not null
            then greatest(0, earliest.earliest_start_day - latest.start_by_day)
    end as days_late,
    coalesce(latest.start_by_day < earliest.earliest_start_day, false) as is_late,
    coalesce(latest.start_by_day <= earliest.earliest_start_day, false) as is_critical,
    coalesce(safe_dates.safe_start_day < earliest.earliest_start_day, false) as misses_safe_start,
    coalesce(
        items.item_type = 'prerequisite'
        and latest.start_by_day > earliest.earliest_start_day
        and (
            safe_dates.safe_start_day < earliest.earliest_start_day
            or earliest.earliest_start_day + items.remaining_high_days
            > latest.start_by_day + items.remaining_days
        ),
        false
    ) as is_at_risk,
    blocked.item_id is not null or items.status = 'blocked' as is_blocked,
    cast(earliest.level as integer) as level,
    coalesce(earliest.can_start_now, false) as can_start_now,
    case
        when earliest.item_id is not null and items.gate_days > 0
            then calc.date_on(settings.as_of, items.gate_days)
    end as gated_until,
    case when earliest.item_id is null then '' else items.gate_decision_id end
        as gate_decision_id,
    coalesce(latest.binding_direction, '') as binding_direction,
    coalesce(safe_dates.safe_binding_direction, '') as safe_binding_direction
from calc.items as items
cross join calc.settings as settings
left join calc.earliest as earliest on items.item_id = earliest.item_id
left join calc.latest as latest on items.item_id = latest.item_id
left join calc.safe_dates as safe_dates on items.item_id = safe_dates.item_id
left join calc.advisory_dates as advisory on items.item_id = advisory.item_id
left join calc.blocked as blocked on items.item_id = blocked.item_id;
