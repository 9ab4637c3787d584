-- One row per direction that is another one after than before: what moved, by the map and with the
-- days that owners have, with both sides.
create view moves.directions as
with
moved as (
    select
        coalesce(earlier.direction_id, later.direction_id) as direction_id,
        coalesce(later.chart_name, earlier.chart_name) as chart_name,
        earlier.forecast as forecast_before,
        later.forecast as forecast_after,
        earlier.p80 as p80_before,
        later.p80 as p80_after,
        earlier.chance_on_time as chance_before,
        later.chance_on_time as chance_after,
        earlier.outlook as outlook_before,
        later.outlook as outlook_after,
        earlier.target as target_before,
        later.target as target_after,
        earlier.expected_value as value_before,
        later.expected_value as value_after,
        earlier.capacity_forecast as capacity_forecast_before,
        later.capacity_forecast as capacity_forecast_after,
        earlier.is_late_by_capacity as is_late_by_capacity_before,
        later.is_late_by_capacity as is_late_by_capacity_after,
        coalesce(later.source_file, earlier.source_file) as source_file,
        coalesce(later.source_line, earlier.source_line) as source_line,
        cast(datediff('day', earlier.forecast, later.forecast) as integer) as days_moved,
        cast(datediff('day', earlier.p80, later.p80) as integer) as p80_days_moved,
        cast(datediff('day', earlier.target, later.target) as integer) as target_days_moved,
        cast(
            datediff('day', earlier.capacity_forecast, later.capacity_forecast) as integer
        ) as capacity_days_moved,
        coalesce(
            earlier.forecast is distinct from later.forecast
            or earlier.p80 is distinct from later.p80
            or earlier.chance_on_time is distinct from later.chance_on_time
            or earlier.outlook is distinct from later.outlook
            or earlier.target is distinct from later.target
            or earlier.expected_value is distinct from later.expected_value,
            false
        ) as moves_by_map
    from earlier.directions as earlier
    full outer join later.directions as later on earlier.direction_id = later.direction_id
)

select *
from moved
where moves_by_map or capacity_forecast_before is distinct from capacity_forecast_after;

comment on column moves.directions.direction_id is 'Id of the direction.';
comment on column moves.directions.chart_name is 'Name for charts.';
comment on column moves.directions.forecast_before is
'Likely finish before; empty where it had none.';
comment on column moves.directions.forecast_after is
'Likely finish after; empty where it has none.';
comment on column moves.directions.p80_before is 'Day by which 4 of 5 cases finished, before.';
comment on column moves.directions.p80_after is 'Day by which 4 of 5 cases finish, after.';
comment on column moves.directions.chance_before is 'Chance to be on time before, from 0 to 1.';
comment on column moves.directions.chance_after is 'Chance to be on time after, from 0 to 1.';
comment on column moves.directions.outlook_before is
'Outlook before; empty for a direction that is new.';
comment on column moves.directions.outlook_after is
'Outlook after; empty for a direction that is gone.';
comment on column moves.directions.target_before is 'Target before.';
comment on column moves.directions.target_after is 'Target after.';
comment on column moves.directions.value_before is
'Expected value before, in points: value times confidence.';
comment on column moves.directions.value_after is
'Expected value after, in points: value times confidence.';
comment on column moves.directions.source_file is
'File that it stands in; of one that is gone, stood in.';
comment on column moves.directions.source_line is 'Line in that file.';
comment on column moves.directions.days_moved is
'Calendar days by which the likely finish moved; negative is earlier, empty with one side only.';
comment on column moves.directions.p80_days_moved is
'Calendar days by which the 80 % date moved; negative is earlier.';
comment on column moves.directions.target_days_moved is
'Calendar days by which the target moved; negative is earlier.';
comment on column moves.directions.capacity_forecast_before is
'Finish with the days that owners have, before; empty where it had none.';
comment on column moves.directions.capacity_forecast_after is
'Finish with the days that owners have, after; empty where it has none.';
comment on column moves.directions.is_late_by_capacity_before is
'It was late for want of owners: on time by the map and late with the days they had.';
comment on column moves.directions.is_late_by_capacity_after is
'It is late for want of owners: on time by the map and late with the days they have.';
comment on column moves.directions.capacity_days_moved is
'Calendar days by which the finish with the days that owners have moved; negative is earlier, empty with one side only.';
comment on column moves.directions.moves_by_map is
'Something moved besides the date that owners can keep.';
