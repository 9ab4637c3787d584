-- One row per decision that the filters leave: an item that it is or blocks stays, or it holds the
-- words itself (in its question, its options or the name of who decides) and, where lists are set
-- (has_lists), one of its items fits those.
create macro report.matching_decisions(wanted, words, narrows_items, has_lists) as table
    with
    options as (
        select
            decision_id,
            origin,
            string_agg(option, ' ') as listed
        from report.decision_options
        group by decision_id, origin
    ),

    staying as (
        select list(item_id) as item_ids
        from report.matching(wanted, words, narrows_items)
    ),

    fitting as (
        select list(item_id) as item_ids
        from report.matching(wanted, [], has_lists)
    ),

    decisions as (
        select
            decision_id,
            origin,
            concat_ws(' ', question, options.listed, nullif(owner, 'No owner')) as said,
            list_append(blocks, item_id) as item_ids
        from report.decisions
        left join options using (decision_id, origin)
    )

    select
        decisions.decision_id,
        decisions.origin
    from decisions
    cross join staying
    cross join fitting
    where
        list_has_any(staying.item_ids, decisions.item_ids)
        or (
            report.has_words(decisions.said, words)
            and (not has_lists or list_has_any(fitting.item_ids, decisions.item_ids))
        );
