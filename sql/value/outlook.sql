-- One value: the outlook of a direction. Days count from as_of; a direction that is neither
-- delivered nor dropped and not live is blocked.
create macro calc.outlook(
    status, is_live, target_day, finish_day, chance_on_time, confidence_goal, has_overrun
) as
case
    when status in ('delivered', 'dropped') then status
    when not is_live then 'blocked'
    when target_day is null then 'no_target'
    when finish_day > target_day then 'late'
    when chance_on_time >= confidence_goal and not has_overrun then 'on_time'
    else 'at_risk'
end;
