-- One row per owner's id, as it is compared, with the person it stands for: ids that share a name
-- and names that share an id are one person, who has the first of these ids.
create table lake.persons as
with recursive
known as (
    select distinct
        'id ' || lake.same_word(owner_id) as id,
        'name ' || lake.same_word(name) as name
    from every.owners
),

links as (
    select
        id as one,
        name as other
    from known
    union all
    select
        name as one,
        id as other
    from known
),

reached as (
    select distinct
        one,
        one as person
    from links
    union
    select
        links.other as one,
        min(reached.person) as person
    from reached
    inner join links on reached.one = links.one
    where reached.person < links.other
    group by links.other
)

select
    substr(one, 4) as owner_id,
    substr(min(person), 4) as person
from reached
where one like 'id %'
group by one;

comment on column lake.persons.owner_id is 'Id of an owner, as it is compared.';
comment on column lake.persons.person is 'The first id of that person, as it is compared.';
