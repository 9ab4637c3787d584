-- One row per theme: what is open in it. Advisory dates and dates of done items do not count.
create view report.themes as
with
open_items as (
    select * from report.items
    where item_type = 'prerequisite' and is_open
)

select
    themes.id as theme_id,
    themes.name,
    coalesce(themes.colour, '') as colour,
    coalesce(themes.description, '') as description,
    cast(count(open_items.item_id) as integer) as open_items,
    coalesce(sum(open_items.effort_days order by open_items.item_id), 0) as effort_days,
    cast(count(*) filter (where open_items.owner_id = '') as integer) as unowned_items,
    count(*) filter (where open_items.owner_id = '') / nullif(count(open_items.item_id), 0)
        as unowned_share,
    coalesce(sum(open_items.unlock_score order by open_items.item_id), 0) as unlock_score,
    coalesce(sum(open_items.unlock_score order by open_items.item_id), 0)
    / nullif(any_value(totals.expected_value_points), 0) as unlock_share,
    min(open_items.safe_start_by) as first_safe_start_by,
    cast(count(*) filter (where open_items.is_late) as integer) as items_late,
    themes.source_line
from input.themes as themes
cross join calc.totals as totals
left join open_items on themes.id = open_items.theme_id
group by themes.id, themes.name, themes.colour, themes.description, themes.source_line
order by themes.source_line;

comment on column report.themes.name is 'Name of the theme.';
comment on column report.themes.colour is 'Colour of its badges and bars on light ground; empty when none is given.';
comment on column report.themes.effort_days is 'Effort of its open items, in person-days.';
comment on column report.themes.unowned_items is 'Open items without owner.';
comment on column report.themes.unowned_share is
'Share of the open items without owner, from 0 to 1.';
comment on column report.themes.unlock_score is 'Sum of the unlock scores of its items, in points.';
comment on column report.themes.unlock_share is
'Its share of the expected value of all directions that still lack something, from 0 to 1.';
comment on column report.themes.first_safe_start_by is 'Earliest start by in the theme.';
comment on column report.themes.items_late is 'Items that can no longer start in time.';
