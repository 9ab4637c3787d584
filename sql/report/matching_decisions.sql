-- One row per decision that holds the words itself, in its question, its options or the name of who
-- decides; with other filters set (has_lists) only when an item that it is or blocks fits those.
-- What it is or blocks may hold the words as well: sql/report/matching.sql tells.
create macro report.matching_decisions(wanted, words, has_lists) as table
    with
    options as (
        select
            decision_id,
            origin,
            string_agg(option, ' ') as listed
        from report.decision_options
        group by decision_id, origin
    ),

    fitting as (
        select list(item_id) as item_ids
        from report.matching(wanted, [], has_lists)
    )

    select
        decisions.decision_id,
        decisions.origin
    from report.decisions as decisions
    cross join fitting
    left join options
        on decisions.decision_id = options.decision_id and decisions.origin = options.origin
    where
        calc.has_words(
            concat_ws(' ', decisions.question, options.listed, nullif(decisions.owner, 'No owner')),
            words
        )
        and (
            not has_lists
            or list_has_any(fitting.item_ids, list_append(decisions.blocks, decisions.item_id))
        );
