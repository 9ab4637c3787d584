-- One row per idea that nobody plans yet.
create view report.parked as
select
    parked.id as parked_id,
    parked.name,
    coalesce(parked.why_not_now, '') as why_not_now,
    coalesce(sources.title, '') as source_title,
    coalesce(sources.url, '') as source_url,
    coalesce(parked.would_change_our_mind, '') as would_change_our_mind,
    parked.source_line
from input.parked as parked
left join input.sources as sources on parked.source = sources.id
order by parked.source_line;

comment on column report.parked.parked_id is 'Id of the idea.';
comment on column report.parked.why_not_now is 'Why nobody plans it yet.';
comment on column report.parked.source_title is 'Title of its source; empty without one.';
comment on column report.parked.source_url is 'Link to its source; empty without one.';
comment on column report.parked.would_change_our_mind is 'What would make us plan it.';
