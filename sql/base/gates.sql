-- One row per item that something holds: the longest hold counts, ties go to not_before and then to
-- the smallest id. Days count from as_of.
create view calc.gates as
select
    item_id,
    max(gate_days) as gate_days,
    min(struct_pack(d := -gate_days, id := decision_id)).id as decision_id
from calc.holds
group by item_id;
