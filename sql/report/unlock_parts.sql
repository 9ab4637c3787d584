-- One row per open prerequisite and live direction that needs it. Contributions add up to its
-- score.
create view report.unlock_parts as
select
    parts.item_id,
    parts.direction_id,
    parts.contribution_points as contribution,
    parts.expected_value_points as expected_value,
    parts.need_confidence,
    cast(parts.open_prerequisite_count as integer) as open_prerequisite_count,
    calc.date_on(settings.as_of, parts.latest_start_day) as latest_start,
    calc.date_on(settings.as_of, parts.latest_start_day - ranges.reserve_days)
        as safe_latest_start
from calc.unlock_parts as parts
cross join calc.settings as settings
inner join calc.ranges as ranges using (direction_id);

comment on column report.unlock_parts.contribution is
'Points of this direction that fall to this item: expected value times need confidence over open prerequisites.';
comment on column report.unlock_parts.need_confidence is
'How likely the direction really needs the item, from 0 to 1: the best path of confidences.';
comment on column report.unlock_parts.latest_start is 'Last day to start for this direction alone.';
comment on column report.unlock_parts.safe_latest_start is 'The same less its reserve.';
