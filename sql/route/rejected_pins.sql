-- One row per pin that is not followed. Filled by engine/steps.py.
create table calc.rejected_pins (pin_number integer, reason varchar);
