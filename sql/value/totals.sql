-- One row: the sums that shares are taken of. Whatever divides by a whole takes it from here.
create view calc.totals as
with
expected as (
    select
        coalesce(
            sum(expected_value_points order by direction_id)
            filter (where open_prerequisite_count > 0),
            0
        ) as expected_value_points
    from calc.directions
),

assigned as (
    select coalesce(sum(unlock_score_points order by item_id), 0) as unlock_score_points
    from calc.unlock_scores
)

select
    expected.expected_value_points,
    assigned.unlock_score_points,
    expected.expected_value_points - assigned.unlock_score_points as unassigned_points
from expected
cross join assigned;

comment on column calc.totals.expected_value_points is
'Expected value of all live directions that still lack something.';
comment on column calc.totals.unlock_score_points is
'What of it the prerequisites hold; the rest is in doubt.';
