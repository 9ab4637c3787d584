-- One row per open item without which some live direction could not start. Filled by
-- engine/route.py, which looks at every alternative, whatever is pinned.
create table calc.essential (item_id varchar);
