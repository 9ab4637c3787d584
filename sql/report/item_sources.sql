-- One row per item and source that its lead, its need or its notes rest on. Judgement has no row.
create view report.item_sources as
with
uses as (
    select id as item_id, lead_source as source_id, 'lead' as used_for, 1 as place
    from input.prerequisites
    union all
    select id as item_id, need_source as source_id, 'need' as used_for, 2 as place
    from input.prerequisites
    union all
    select prerequisite as item_id, source as source_id, 'more' as used_for, 3 as place
    from input.more_sources
)

select
    uses.item_id,
    uses.source_id,
    uses.used_for,
    sources.title,
    coalesce(sources.url, '') as url,
    coalesce(sources.states, '') as states,
    sources.grade,
    sources.read_on,
    uses.place,
    sources.source_file,
    sources.source_line
from uses
inner join input.sources as sources on uses.source_id = sources.id;

comment on column report.item_sources.item_id is 'Prerequisite that rests on the source.';
comment on column report.item_sources.source_id is 'Id of the source.';
comment on column report.item_sources.used_for is
'lead: its length comes from there; need: that it is needed; more: what else was read about it.';
comment on column report.item_sources.title is 'Title of the source.';
comment on column report.item_sources.url is 'Link to the source; empty without one.';
comment on column report.item_sources.states is 'What the source says, in our words.';
comment on column report.item_sources.grade is
'primary: the party itself; secondary: others; old: may have changed.';
comment on column report.item_sources.read_on is
'Day somebody last read the source; empty when nobody opened it for this portfolio.';
comment on column report.item_sources.place is 'Order of the uses of an item: lead, need, more.';
comment on column report.item_sources.source_file is 'File that holds the source.';
comment on column report.item_sources.source_line is 'Its line there.';
