-- One row: the day the lake was built for, the next review, and how many portfolios it holds.
create table lake.settings as
select
    days.as_of,
    min(portfolios.review_on) filter (where not portfolios.is_stale) as review_on,
    count(distinct portfolios.review_on) filter (where not portfolios.is_stale) > 1
        as reviews_differ,
    cast(count(*) as integer) as portfolios,
    cast(count(*) filter (where portfolios.is_stale) as integer) as stale,
    cast(count(*) filter (where portfolios.as_of is null) as integer) as missing
from told.days as days
left join lake.portfolios as portfolios on true
group by days.as_of;

comment on column lake.settings.as_of is 'Day the lake was built for.';
comment on column lake.settings.review_on is 'The first of the next reviews.';
comment on column lake.settings.reviews_differ is 'Portfolios have their reviews on several days.';
comment on column lake.settings.portfolios is 'Portfolios of the workspace.';
comment on column lake.settings.stale is 'Portfolios with answers of an earlier day.';
comment on column lake.settings.missing is 'Portfolios without answers.';
