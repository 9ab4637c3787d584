-- One row per person whom several portfolios ask for days: all that is asked a week, against the
-- days they have. Those are a person's and not a portfolio's, so they are not added: where
-- portfolios differ the largest counts, the least that this person can have.
create table lake.owners as
select
    person,
    arg_min(owner_id, (asked_days_per_week = 0, title, portfolio)) as owner_id,
    mode(name order by name) as name,
    list_sort(list(distinct name)) as names,
    cast(count(*) as integer) as portfolio_count,
    list(portfolio order by asked_days_per_week desc, title asc, portfolio asc) as portfolios,
    list(title order by asked_days_per_week desc, title asc, portfolio asc) as titles,
    list(asked_days_per_week order by asked_days_per_week desc, title asc, portfolio asc) as asked,
    sum(asked_days_per_week order by portfolio) as asked_days_per_week,
    min(capacity_days_per_week) as least_capacity,
    max(capacity_days_per_week) as capacity_days_per_week,
    sum(asked_days_per_week order by portfolio) / nullif(max(capacity_days_per_week), 0) as load,
    coalesce(bool_or(load > 1), false) as is_full_in_one,
    coalesce(
        round(sum(asked_days_per_week), 6) > round(max(capacity_days_per_week), 6), false
    ) as is_over
from lake.owner_parts
where asked_days_per_week > 0
group by person
having count(distinct portfolio) > 1;

comment on column lake.owners.person is 'The first id of the person in any portfolio.';
comment on column lake.owners.owner_id is 'Id of the owner in the first of the portfolios.';
comment on column lake.owners.name is 'What most portfolios call them.';
comment on column lake.owners.names is 'All that portfolios call them.';
comment on column lake.owners.portfolio_count is 'Portfolios that ask for their days.';
comment on column lake.owners.portfolios is
'Ids of these portfolios, the one that asks for most days first.';
comment on column lake.owners.titles is
'Portfolios that ask for their days, the one that asks for most first.';
comment on column lake.owners.asked is 'Person-days a week that each of them asks for.';
comment on column lake.owners.asked_days_per_week is
'Person-days a week asked by all portfolios until their next reviews.';
comment on column lake.owners.least_capacity is
'Least days a week that one of the portfolios says they have.';
comment on column lake.owners.capacity_days_per_week is
'Person-days a week they have: the most that a portfolio says. A person''s days are not added.';
comment on column lake.owners.load is
'Asked by all portfolios over the days they have; empty where no portfolio says how many.';
comment on column lake.owners.is_full_in_one is 'One portfolio alone asks for more than they have.';
comment on column lake.owners.is_over is 'All together ask for more than they have.';
