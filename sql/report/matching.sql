-- One row per item that the filters leave: prerequisites that fit all of them, and the directions
-- that are asked for or that a remaining prerequisite opens. An empty list filters nothing; the
-- owner '' stands for "no owner". Filters come after every rule, so they change no value.
create macro report.matching(
    wanted_themes, wanted_owners, wanted_directions, wanted_actions, wanted_text
) as table
    with
    prerequisites as (
        select
            item_id,
            item_type,
            theme_id,
            owner_id,
            directions
        from report.items
        where
            item_type = 'prerequisite'
            and (len(wanted_themes) = 0 or list_contains(wanted_themes, theme_id))
            and (len(wanted_owners) = 0 or list_contains(wanted_owners, owner_id))
            and (len(wanted_directions) = 0 or list_has_any(wanted_directions, directions))
            and (len(wanted_actions) = 0 or list_contains(wanted_actions, action))
            and contains(
                lower(concat_ws(' ', item_id, name, chart_name, external_party, first_step, notes)),
                lower(wanted_text)
            )
    )

    select
        item_id,
        item_type,
        theme_id,
        owner_id
    from prerequisites
    union all
    select
        item_id,
        item_type,
        theme_id,
        owner_id
    from report.items
    where
        item_type = 'direction'
        and (len(wanted_directions) = 0 or list_contains(wanted_directions, item_id))
        and (
            (
                len(wanted_themes) = 0 and len(wanted_owners) = 0
                and len(wanted_actions) = 0 and wanted_text = ''
            )
            or item_id in (select unnest(directions) from prerequisites)
        );
