-- One row per owner and portfolio: what that portfolio asks of the person each week until its next
-- review, and the days a week it says they have. Days a week can be added where reviews differ.
create table lake.owner_parts as
select
    persons.person,
    owners.portfolio,
    portfolios.title,
    owners.owner_id,
    owners.name,
    coalesce(owners.must_start_effort_days, 0) * 7 / settings.review_days as asked_days_per_week,
    owners.capacity_days * 7 / settings.review_days as capacity_days_per_week,
    owners.load
from every.owners as owners
inner join every.settings as settings on owners.portfolio = settings.portfolio
inner join told.portfolios as portfolios on owners.portfolio = portfolios.portfolio
inner join lake.persons as persons on lake.same_word(owners.owner_id) = persons.owner_id;

comment on column lake.owner_parts.person is 'The first id of the person in any portfolio.';
comment on column lake.owner_parts.portfolio is 'Id of the portfolio.';
comment on column lake.owner_parts.title is 'Portfolio.';
comment on column lake.owner_parts.owner_id is 'Id of the owner there.';
comment on column lake.owner_parts.name is 'Name of the owner there.';
comment on column lake.owner_parts.asked_days_per_week is
'Person-days a week asked until the next review there, of what must start and what is begun.';
comment on column lake.owner_parts.capacity_days_per_week is
'Person-days a week that this portfolio says they have; empty where nobody''s time is planned.';
comment on column lake.owner_parts.load is
'Asked there over the days they have there; above 1 they are full by this portfolio alone.';
