-- One row: every number that tunes a rule, and the sums that the pages quote.
create table report.settings as
select
    settings.as_of,
    settings.review_days,
    settings.park_below_confidence,
    settings.decide_min_points,
    settings.points_per_effort_day,
    settings.concentration_limit,
    settings.suggest_min_score,
    settings.suggest_min_margin,
    settings.suggest_weight_theme,
    settings.suggest_weight_neighbours,
    settings.suggest_weight_party,
    settings.suggest_weight_kind,
    settings.confidence_goal,
    settings.samples,
    settings.seed,
    settings.max_plans,
    settings.review_on,
    totals.expected_value_points as total_expected_value,
    totals.unassigned_points as unassigned_value,
    coalesce((select any_value(points_per_effort_day) from calc.waiting_costs), 0)
        as points_per_effort_day_used
from calc.settings as settings
cross join calc.totals as totals;

comment on column report.settings.as_of is 'The day all dates count from.';
comment on column report.settings.review_days is 'Calendar days until the next review.';
comment on column report.settings.park_below_confidence is
'Items that can wait and are needed less likely than this are parked.';
comment on column report.settings.decide_min_points is
'Points that knowing must be worth so that an item is decided, not just started or parked.';
comment on column report.settings.points_per_effort_day is
'Price of a person-day as set, in points; empty when it follows from the portfolio.';
comment on column report.settings.concentration_limit is
'Share of all unlock score one owner may hold.';
comment on column report.settings.suggest_min_score is
'Least score at which a likely owner is named.';
comment on column report.settings.suggest_min_margin is 'Least lead over the second candidate.';
comment on column report.settings.suggest_weight_theme is 'Weight of the same theme.';
comment on column report.settings.suggest_weight_neighbours is 'Weight of the same neighbours.';
comment on column report.settings.suggest_weight_party is 'Weight of the same external party.';
comment on column report.settings.suggest_weight_kind is 'Weight of the same kind.';
comment on column report.settings.confidence_goal is
'Chance to be on time that the dates to start by aim at, from 0 to 1.';
comment on column report.settings.samples is 'Draws from the lead ranges.';
comment on column report.settings.seed is 'Start of the random numbers.';
comment on column report.settings.max_plans is
'Plans under other capacities that are tried at most; 250,000 items in all.';
comment on column report.settings.review_on is 'Day of the next review.';
comment on column report.settings.total_expected_value is
'Expected value of all live directions that still lack something, in points.';
comment on column report.settings.unassigned_value is
'Points that no item holds because those needs are in doubt.';
comment on column report.settings.points_per_effort_day_used is
'Price of a person-day that the actions use, in points.';
