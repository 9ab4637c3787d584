-- One row per option that moves a likely finish: by how much, in words, the largest move first.
create view calc.option_shifts as
select
    effects.decision_id,
    effects.position,
    string_agg(
        facts.chart_name || ' ' || abs(effects.shift_days)
        || case abs(effects.shift_days) when 1 then ' day' else ' days' end
        || case when effects.shift_days > 0 then ' later' else ' earlier' end,
        '; ' order by abs(effects.shift_days) desc, facts.chart_name
    ) as effect
from calc.option_effects as effects
inner join calc.item_facts as facts on effects.direction_id = facts.item_id
group by effects.decision_id, effects.position;
