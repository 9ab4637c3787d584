-- One row per portfolio of the workspace, also those without answers: its directions by outlook,
-- what must start, and for whom it waits longest.
create table lake.portfolios as
with
items as (
    select
        portfolio,
        count(*) filter (where must_start_by_review) as must_start,
        count(*) filter (where must_start_by_review and owner_id = '') as must_start_unowned,
        min(safe_start_by) filter (where must_start_by_review) as first_start_by
    from every.items
    where item_type = 'prerequisite'
    group by portfolio
)

select
    told.*,
    settings.review_on,
    settings.confidence_goal,
    cast(coalesce(outlooks.directions, 0) as integer) as directions,
    cast(coalesce(outlooks.late, 0) as integer) as late,
    cast(coalesce(outlooks.at_risk, 0) as integer) as at_risk,
    cast(coalesce(outlooks.blocked, 0) as integer) as blocked,
    cast(coalesce(outlooks.without_target, 0) as integer) as without_target,
    coalesce(outlooks.least_certain, '') as least_certain,
    coalesce(outlooks.least_certain_name, '') as least_certain_name,
    outlooks.least_chance,
    cast(coalesce(items.must_start, 0) as integer) as must_start,
    cast(coalesce(items.must_start_unowned, 0) as integer) as must_start_unowned,
    items.first_start_by,
    coalesce(longest.waits_for, '') as waits_for,
    coalesce(longest.waits_for_title, '') as waits_for_title,
    cast(coalesce(longest.waits_days, 0) as integer) as waits_days,
    coalesce(longest.waits_in_vain, false) as waits_in_vain
from told.portfolios as told
left join every.settings as settings on told.portfolio = settings.portfolio
left join lake.outlooks as outlooks on told.portfolio = outlooks.portfolio
left join items on told.portfolio = items.portfolio
left join lake.longest_waits as longest on told.portfolio = longest.portfolio;

comment on column lake.portfolios.portfolio is 'Id of the portfolio.';
comment on column lake.portfolios.title is 'What people call it.';
comment on column lake.portfolios.as_of is
'Day its answers count from; empty where it has none.';
comment on column lake.portfolios.is_stale is
'These are answers of an earlier day, because its files could not be read since.';
comment on column lake.portfolios.why is 'Why it has no answers; empty where it has some.';
comment on column lake.portfolios.review_on is 'Day of its next review.';
comment on column lake.portfolios.confidence_goal is
'Chance to be on time that its dates aim at, from 0 to 1.';
comment on column lake.portfolios.directions is 'Directions neither delivered nor dropped.';
comment on column lake.portfolios.late is
'Directions whose likely finish comes after their target.';
comment on column lake.portfolios.at_risk is
'Directions whose chance to be on time is below the goal.';
comment on column lake.portfolios.blocked is 'Directions that can never start as things are.';
comment on column lake.portfolios.without_target is 'Directions without a target.';
comment on column lake.portfolios.least_certain is
'Id of the direction that is on time with the lowest chance.';
comment on column lake.portfolios.least_certain_name is
'The direction that is on time with the lowest chance.';
comment on column lake.portfolios.least_chance is
'Chance of that direction to be on time, from 0 to 1; empty without targets.';
comment on column lake.portfolios.must_start is
'Prerequisites that must start by the next review.';
comment on column lake.portfolios.must_start_unowned is 'Of these, those that nobody owns.';
comment on column lake.portfolios.first_start_by is
'First day by which one of them has to start; empty without any.';
comment on column lake.portfolios.waits_for is
'Id of the portfolio that holds it up longest; empty when none does.';
comment on column lake.portfolios.waits_for_title is 'The portfolio that holds it up longest.';
comment on column lake.portfolios.waits_days is
'Calendar days by which what it asks of that portfolio comes too late.';
comment on column lake.portfolios.waits_in_vain is
'What it asks of another portfolio can never start, or will not come.';
