-- One row per prerequisite. The theme given, else the one with most distinct keywords in its name.
-- A tie gives no theme; report.findings says so.
create table calc.item_themes as
with
most_hits as (
    select
        item_id,
        max(hit_count) as hit_count
    from calc.keyword_hits
    group by item_id
),

best_hits as (
    select
        hits.item_id,
        list(hits.theme_id order by hits.theme_id) as best_themes
    from calc.keyword_hits as hits
    inner join most_hits using (item_id, hit_count)
    group by hits.item_id
)

select
    prerequisites.id as item_id,
    coalesce(
        prerequisites.theme,
        case when len(best_hits.best_themes) = 1 then best_hits.best_themes[1] end
    ) as theme_id,
    coalesce(len(best_hits.best_themes), 0) as best_theme_count
from input.prerequisites as prerequisites
left join best_hits on prerequisites.id = best_hits.item_id;
