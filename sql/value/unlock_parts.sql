-- One row per open prerequisite and live direction that needs it: its fair share of that direction.
-- A direction's expected value is split equally over what it still lacks.
create view calc.unlock_parts as
select
    needs.item_id,
    needs.direction_id,
    directions.expected_value_points,
    directions.confidence as direction_confidence,
    needs.need_confidence,
    directions.open_prerequisite_count,
    directions.expected_value_points * needs.need_confidence / directions.open_prerequisite_count
        as contribution_points,
    needs.latest_start_day
from calc.needs as needs
inner join calc.directions as directions using (direction_id)
where needs.item_type = 'prerequisite';
