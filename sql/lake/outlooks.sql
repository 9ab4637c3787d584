-- One row per portfolio with open directions: how many by outlook, and the one least likely to be
-- on time.
create table lake.outlooks as
select
    portfolio,
    count(*) as directions,
    count(*) filter (where outlook = 'late') as late,
    count(*) filter (where outlook = 'at_risk') as at_risk,
    count(*) filter (where outlook = 'blocked') as blocked,
    count(*) filter (where outlook = 'no_target') as without_target,
    arg_min(direction_id, (chance_on_time, direction_id))
    filter (where chance_on_time is not null) as least_certain,
    arg_min(chart_name, (chance_on_time, direction_id))
    filter (where chance_on_time is not null) as least_certain_name,
    min(chance_on_time) as least_chance
from every.directions
where is_open
group by portfolio;

comment on column lake.outlooks.portfolio is 'Id of the portfolio.';
comment on column lake.outlooks.directions is 'Directions neither delivered nor dropped.';
comment on column lake.outlooks.late is
'Directions whose likely finish comes after their target.';
comment on column lake.outlooks.at_risk is
'Directions whose chance to be on time is below the goal.';
comment on column lake.outlooks.blocked is 'Directions that can never start as things are.';
comment on column lake.outlooks.without_target is 'Directions without a target.';
comment on column lake.outlooks.least_certain is
'Id of the direction that is on time with the lowest chance.';
comment on column lake.outlooks.least_certain_name is 'Its name for charts.';
comment on column lake.outlooks.least_chance is 'Its chance to be on time, from 0 to 1.';
