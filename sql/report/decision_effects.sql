-- One row per option of an open decision and direction whose likely finish it moves.
create view report.decision_effects as
select
    decision_id,
    position,
    direction_id,
    shift_days
from calc.option_effects;

comment on column report.decision_effects.decision_id is 'Id of the decision point.';
comment on column report.decision_effects.position is 'Place of the option in the list, from 1.';
comment on column report.decision_effects.direction_id is 'Id of the direction.';
comment on column report.decision_effects.shift_days is
'Calendar days by which the likely finish moves; negative is earlier.';
