-- One row per option of an open decision and direction of which something is another answer than
-- today: what becomes of it. Position 0 is the decision taken today, whatever the answer. Filled by
-- engine/range_step.py, which tries every option on the settled, sampled network.
create table calc.option_outcomes (
    decision_id varchar,
    position integer,
    direction_id varchar,
    status varchar,
    target_day integer,
    expected_value_points double,
    is_live boolean,
    finish_day integer,
    p80_day integer,
    chance_on_time double,
    has_overrun boolean,
    confidence_goal double
);

comment on column calc.option_outcomes.is_live is
'Neither delivered, dropped nor blocked; without it there are no days and no chance.';
