-- One row per open any-of group whose item can start. Filled by engine/steps.py.
create table calc.choices (item_id varchar, any_of varchar, requires_id varchar);

comment on column calc.choices.requires_id is
'The alternative that the route takes: the pinned one, else the one that can be had earliest.';
