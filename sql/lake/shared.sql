-- One row per thing that several portfolios ask for: the same real thing, to be procured once, or
-- the same outside party, to be asked together; who asks, who has begun, and until when somebody
-- has to.
create table lake.shared as
with
portfolios as (
    select
        kind,
        thing,
        portfolio,
        title,
        count(*) as items,
        bool_or(is_begun) as is_begun,
        min(safe_start_by) filter (where not is_begun) as first_start_by
    from lake.shared_items
    group by all
),

asked as (
    select
        kind,
        thing,
        cast(count(*) as integer) as portfolio_count,
        cast(sum(items) as integer) as items,
        list(portfolio order by title, portfolio) as portfolios,
        list(title order by title, portfolio) as titles,
        coalesce(list(title order by title, portfolio) filter (where is_begun), []) as begun_by,
        min(first_start_by) as first_start_by
    from portfolios
    group by all
),

called as (
    select
        kind,
        thing,
        mode(word order by word) as word,
        mode(name order by name) as name,
        list_sort(list(distinct name)) as names
    from lake.shared_items
    group by all
)

select
    asked.kind,
    asked.thing,
    called.word,
    called.name,
    called.names,
    asked.portfolio_count,
    asked.items,
    asked.portfolios,
    asked.titles,
    asked.begun_by,
    asked.first_start_by
from asked
inner join called on asked.kind = called.kind and asked.thing = called.thing;

comment on column lake.shared.kind is
'key: the same real thing, by its shared key; party: the same outside party.';
comment on column lake.shared.thing is 'The key or the party, as it is compared.';
comment on column lake.shared.word is 'The key or the party, as most write it.';
comment on column lake.shared.name is 'What most portfolios call the item.';
comment on column lake.shared.names is 'All that portfolios call what they ask for.';
comment on column lake.shared.portfolio_count is 'Portfolios that ask for it.';
comment on column lake.shared.items is 'Items that ask for it.';
comment on column lake.shared.portfolios is 'Ids of the portfolios that ask for it.';
comment on column lake.shared.titles is 'Portfolios that ask for it.';
comment on column lake.shared.begun_by is 'Portfolios where it is in progress or done.';
comment on column lake.shared.first_start_by is
'First day by which a portfolio that has not begun has to start; empty without one.';
