-- One row per item that can never start. Filled by engine/steps.py.
create table calc.blocked (item_id varchar, cause varchar[], more integer);

comment on column calc.blocked.cause is
'The cycle in order, beginning with its smallest id, or the one dropped item.';
comment on column calc.blocked.more is
'Items of the cycle beyond the first 50, which the cause leaves out.';
