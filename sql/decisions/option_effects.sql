-- One row per option of an open decision and direction whose likely finish it moves.
-- Filled by engine/steps.py, which settles anew what lies above the groups the option picks.
create table calc.option_effects (
    decision_id varchar, position integer, direction_id varchar, shift_days integer
);

comment on column calc.option_effects.shift_days is
'Calendar days by which the likely finish moves if this option is chosen; negative is earlier.';
