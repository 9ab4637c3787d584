-- One row per prerequisite of some portfolio that asks for something: open and needed or a help,
-- begun or done. An alternative that is not taken and what nobody needs ask for nothing.
create table lake.asking as
select
    portfolio,
    item_id,
    name,
    coalesce(owner, '') as owner,
    status,
    coalesce(shared_key, '') as shared_key,
    coalesce(external_party, '') as external_party,
    safe_start_by,
    status in ('in_progress', 'done') as is_begun
from every.items
where
    item_type = 'prerequisite'
    and (
        status in ('in_progress', 'done')
        or (is_open and action not in ('not needed', 'alternative'))
    );

comment on column lake.asking.portfolio is 'Id of the portfolio.';
comment on column lake.asking.item_id is 'Id of the item there.';
comment on column lake.asking.name is 'Name of the item.';
comment on column lake.asking.owner is 'Who makes it happen, or "No owner".';
comment on column lake.asking.status is 'Where it stands, as typed.';
comment on column lake.asking.shared_key is
'Word for the same real thing elsewhere; empty without.';
comment on column lake.asking.external_party is 'Whose answer it waits for; empty without.';
comment on column lake.asking.safe_start_by is 'Day by which it has to start; empty without one.';
comment on column lake.asking.is_begun is 'It is in progress or done.';
