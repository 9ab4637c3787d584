-- One row per shared thing and item that asks for it in some portfolio. A thing is a shared key, or
-- an external party (of several, apart by semicolons, each) for what has no key that is shared. It
-- is shared when two portfolios ask for it and somebody has still to begin.
create table lake.shared_items as
with
keys as (
    select lake.same_word(shared_key) as thing
    from lake.asking
    where shared_key <> ''
    group by all
    having count(distinct portfolio) > 1 and not bool_and(is_begun)
),

things as (
    select
        'key' as kind,
        lake.same_word(shared_key) as thing,
        trim(shared_key) as word,
        items.*
    from lake.asking as items
    where thing in (select thing from keys)
    union all
    select
        'party' as kind,
        lake.same_word(parties.word) as thing,
        trim(parties.word) as word,
        items.*
    from lake.asking as items, unnest(string_split(external_party, ';')) as parties (word)
    where thing <> '' and lake.same_word(shared_key) not in (select thing from keys)
),

shared as (
    select
        kind,
        thing
    from things
    group by all
    having count(distinct portfolio) > 1 and not bool_and(is_begun)
)

select distinct
    things.kind,
    things.thing,
    things.word,
    things.portfolio,
    portfolios.title,
    things.item_id,
    things.name,
    things.owner,
    things.status,
    things.safe_start_by,
    things.is_begun
from things
inner join shared on things.kind = shared.kind and things.thing = shared.thing
inner join told.portfolios as portfolios on things.portfolio = portfolios.portfolio;

comment on column lake.shared_items.kind is
'key: the same real thing, by its shared key; party: the same outside party.';
comment on column lake.shared_items.thing is 'The key or the party, as it is compared.';
comment on column lake.shared_items.word is 'The key or the party, as it is written.';
comment on column lake.shared_items.portfolio is 'Id of the portfolio that asks for it.';
comment on column lake.shared_items.title is 'Portfolio that asks for it.';
comment on column lake.shared_items.item_id is 'Id of the item there.';
comment on column lake.shared_items.name is 'Name of the item there.';
comment on column lake.shared_items.owner is 'Who makes it happen there, or "No owner".';
comment on column lake.shared_items.status is 'Where it stands there, as typed.';
comment on column lake.shared_items.safe_start_by is
'Day by which it has to start there; empty without one.';
comment on column lake.shared_items.is_begun is 'It is in progress or done there.';
