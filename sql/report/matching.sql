-- One row per item that the filters leave: prerequisites that fit all of them, and the directions
-- that are asked for or that a remaining prerequisite opens. An empty list filters nothing; the
-- owner '' stands for "no owner"; narrows_items says that some filter is set besides directions.
-- `wanted` has one list per filter of answers/filters.py, by its key. Filters come after every
-- rule, so they change no value.
create macro report.matching(wanted, words, narrows_items) as table
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
            and (len(wanted['theme']) = 0 or list_contains(wanted['theme'], theme_id))
            and (len(wanted['owner']) = 0 or list_contains(wanted['owner'], owner_id))
            and (len(wanted['direction']) = 0 or list_has_any(wanted['direction'], directions))
            and (len(wanted['action']) = 0 or list_contains(wanted['action'], action))
            and (len(wanted['touches']) = 0 or list_has_any(wanted['touches'], touches))
            and report.has_words(
                concat_ws(
                    ' ', item_id, name, chart_name, external_party, shared_key, first_step, notes,
                    nullif(owner, 'No owner')
                ),
                words
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
        and (len(wanted['direction']) = 0 or list_contains(wanted['direction'], item_id))
        and (not narrows_items or item_id in (select unnest(directions) from prerequisites));
