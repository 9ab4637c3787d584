-- One row: each known owner hidden in turn, how often the rule finds the owner this portfolio
-- already names. Candidates never count the item itself, so nothing has to be recomputed.
create view report.owner_backtest as
with
known as (
    select id as item_id, owner as owner_id
    from input.prerequisites
    where owner is not null and status not in ('dropped', 'not_needed')
),

guesses as (
    select
        known.item_id,
        known.owner_id,
        bool_or(candidates.is_suggested) as is_covered,
        bool_or(candidates.is_suggested and candidates.owner_id = known.owner_id) as is_first,
        bool_or(candidates.owner_id = known.owner_id) as is_among_three
    from known
    left join calc.owner_candidates as candidates on known.item_id = candidates.item_id
    group by known.item_id, known.owner_id
),

majority as (
    select known.owner_id, count(*) as owned_count
    from known
    group by known.owner_id
    order by owned_count desc, known.owner_id asc
    limit 1
)

select
    cast(count(*) as integer) as known_items,
    cast(count(*) filter (where is_covered) as integer) as covered_items,
    count(*) filter (where is_covered) / nullif(count(*), 0) as coverage,
    count(*) filter (where is_first) / nullif(count(*) filter (where is_covered), 0)
        as top1_accuracy,
    count(*) filter (where is_among_three) / nullif(count(*), 0) as top3_accuracy,
    coalesce(
        (
            select owners.name from majority
            inner join input.owners as owners on majority.owner_id = owners.id
        ), ''
    ) as majority_owner,
    (select owned_count from majority) / nullif(count(*), 0) as majority_accuracy
from guesses;

comment on column report.owner_backtest.known_items is 'Owned prerequisites, each hidden in turn.';
comment on column report.owner_backtest.covered_items is
'Of these, how many the rule names an owner for.';
comment on column report.owner_backtest.coverage is 'Covered over known items, from 0 to 1.';
comment on column report.owner_backtest.top1_accuracy is
'How often the named owner is the one this portfolio already names, among the covered.';
comment on column report.owner_backtest.top3_accuracy is
'How often that owner is among the first three, among all known items.';
comment on column report.owner_backtest.majority_owner is 'Owner of most items.';
comment on column report.owner_backtest.majority_accuracy is
'How often always naming the majority owner is right.';
