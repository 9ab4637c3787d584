-- One row per item: who and what, as typed, with words where a cell is empty. Directions are owned
-- by their sponsor, foreign items by their portfolio, which their name says. A label is the name up
-- to its first bracket, semicolon or colon, unless another item would then be called the same.
create table calc.item_facts as
with
typed as (
    select
        id, name, short_name, '' as kind, sponsor as owner_id, status, '' as external_party,
        '' as first_step, description as notes, ticket, source_file, source_line
    from input.directions
    union all by name
    select
        id, name, short_name, kind, owner as owner_id, status, external_party, first_step, notes,
        lead_source, need_source, started_on, done_on, ticket, shared_key, source_file, source_line
    from input.prerequisites
    union all by name
    select
        id, name || ' (' || title || ')' as name, name || ' (' || title || ')' as short_name,
        '' as kind, status, title as home, source_file, source_line
    from input.foreign_items
),

labelled as (
    select
        *,
        coalesce(short_name, regexp_extract(name, '^(.+?)(?: \(|;|: |$)', 1)) as label
    from typed
)

select
    typed.id as item_id,
    typed.name,
    case
        when typed.short_name is null and count(*) over (partition by lower(typed.label)) > 1
            then typed.name
        else typed.label
    end as chart_name,
    coalesce(item_themes.theme_id, '') as theme_id,
    coalesce(themes.name, '') as theme,
    typed.kind,
    coalesce(typed.owner_id, '') as owner_id,
    coalesce(owners.name, typed.home, 'No owner') as owner,
    typed.status,
    coalesce(typed.external_party, '') as external_party,
    coalesce(typed.first_step, '') as first_step,
    coalesce(typed.notes, '') as notes,
    coalesce(typed.lead_source, 'judgement') as lead_source,
    coalesce(lead_sources.title, '') as lead_source_title,
    coalesce(lead_sources.url, '') as lead_source_url,
    coalesce(lead_sources.grade, 'judgement') as lead_grade,
    coalesce(typed.need_source, 'judgement') as need_source,
    coalesce(need_sources.title, '') as need_source_title,
    coalesce(need_sources.url, '') as need_source_url,
    typed.started_on,
    typed.done_on,
    coalesce(typed.ticket, '') as ticket,
    coalesce(typed.shared_key, '') as shared_key,
    typed.source_file,
    typed.source_line
from labelled as typed
left join calc.item_themes as item_themes on typed.id = item_themes.item_id
left join input.themes as themes on item_themes.theme_id = themes.id
left join input.owners as owners on typed.owner_id = owners.id
left join input.sources as lead_sources on typed.lead_source = lead_sources.id
left join input.sources as need_sources on typed.need_source = need_sources.id;
