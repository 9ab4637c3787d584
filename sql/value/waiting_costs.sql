-- One row per open prerequisite on a route: what starting it in vain costs against what waiting
-- for one more review loses, beyond what is lost already.
create table calc.waiting_costs as
with
prices as (
    select
        coalesce(
            settings.points_per_effort_day,
            (select sum(expected_value_points order by direction_id) from calc.directions)
            / nullif(
                (
                    select sum(items.effort_days order by items.item_id)
                    from calc.unlock_scores as scores
                    inner join calc.items as items using (item_id)
                    where scores.is_on_route
                ),
                0
            ),
            0
        ) as points_per_effort_day
    from calc.settings as settings
),

losses as (
    select
        parts.item_id,
        cast(sum(cast(
            (live_directions.value_points / 52)
            * delays.added_delay_days / 7
            * parts.direction_confidence
            * parts.need_confidence
            as decimal(38, 15)
        )) as double) as expected_loss_points
    from calc.added_delays as delays
    inner join calc.unlock_parts as parts using (item_id, direction_id)
    inner join calc.live_directions as live_directions using (direction_id)
    group by parts.item_id
)

select
    items.item_id,
    prices.points_per_effort_day,
    items.effort_days * prices.points_per_effort_day as cost_if_unneeded_points,
    coalesce(losses.expected_loss_points, 0) as expected_loss_points,
    case
        when scores.p_used > 0 then coalesce(losses.expected_loss_points, 0) / scores.p_used
        else 0
    end as cost_of_waiting_points,
    scores.p_used
from calc.unlock_scores as scores
inner join calc.items as items using (item_id)
left join losses using (item_id)
cross join prices
where scores.is_on_route;
