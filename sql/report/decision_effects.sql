-- One row per option of an open decision and direction of which it moves something: exactly what
-- the scenario of that option says against the plan of today. Position 0 is the decision taken
-- today instead of in the days that it takes: what its gate costs.
create table report.decision_effects as
with
outcomes as (
    select
        outcomes.decision_id,
        outcomes.position,
        outcomes.direction_id,
        calc.date_on(settings.as_of, outcomes.finish_day) as forecast,
        calc.date_on(settings.as_of, outcomes.p80_day) as p80,
        settings.as_of + outcomes.target_day as target,
        outcomes.chance_on_time,
        calc.outlook(
            outcomes.status,
            outcomes.is_live,
            outcomes.target_day,
            outcomes.finish_day,
            outcomes.chance_on_time,
            outcomes.confidence_goal,
            outcomes.has_overrun
        ) as outlook,
        outcomes.expected_value_points
    from calc.option_outcomes as outcomes
    cross join calc.settings as settings
)

select
    outcomes.decision_id,
    outcomes.position,
    outcomes.direction_id,
    cast(outcomes.forecast - directions.forecast as integer) as shift_days,
    cast(outcomes.p80 - directions.p80 as integer) as p80_shift_days,
    cast(outcomes.target - directions.target as integer) as target_shift_days,
    directions.chance_on_time as chance_before,
    outcomes.chance_on_time as chance_after,
    outcomes.chance_on_time - directions.chance_on_time as chance_shift,
    outcomes.outlook as outlook_after,
    directions.expected_value as value_before,
    outcomes.expected_value_points as value_after
from outcomes
inner join report.directions as directions on outcomes.direction_id = directions.direction_id
where
    outcomes.forecast is distinct from directions.forecast
    or outcomes.p80 is distinct from directions.p80
    or outcomes.target is distinct from directions.target
    or outcomes.chance_on_time is distinct from directions.chance_on_time
    or outcomes.outlook is distinct from directions.outlook
    or outcomes.expected_value_points is distinct from directions.expected_value;

comment on column report.decision_effects.decision_id is 'Id of the decision point.';
comment on column report.decision_effects.position is
'Place of the option in the list, from 1; 0 is the decision taken today, whatever the answer.';
comment on column report.decision_effects.direction_id is 'Id of the direction.';
comment on column report.decision_effects.shift_days is
'Calendar days by which the likely finish moves; negative is earlier, empty with one side only.';
comment on column report.decision_effects.p80_shift_days is
'Calendar days by which the 80 % date moves; negative is earlier, empty with one side only.';
comment on column report.decision_effects.target_shift_days is
'Calendar days by which the target moves; negative is earlier, empty with one side only.';
comment on column report.decision_effects.chance_before is 'Chance to be on time today.';
comment on column report.decision_effects.chance_after is
'Chance to be on time with this option; empty where there is none.';
comment on column report.decision_effects.chance_shift is
'By how much the chance changes; empty where one side has none, as a direction that ends.';
comment on column report.decision_effects.outlook_after is 'Outlook with this option.';
comment on column report.decision_effects.value_before is
'Expected value of the direction today, in points: value times confidence.';
comment on column report.decision_effects.value_after is
'Expected value of the direction with this option, in points.';
