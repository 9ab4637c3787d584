-- One row at most: when more than a fifth of at least six finished prerequisites took longer than
-- the high end of their range, ranges are too narrow.
create view calc.calibration_findings as
with
finished as (
    select
        count(*) as finished,
        count(*) filter (where actual_days > lead_high_days) as beyond,
        median(actual_days / nullif(lead_likely_days, 0)) as stretch,
        arg_max(
            (source_file, source_line), (actual_days - lead_high_days, -source_line)
        ) as worst
    from calc.calibration
)

select
    'ranges too narrow' as rule,
    worst[1] as subject_id,
    'Of ' || finished || ' finished prerequisites ' || beyond
    || ' took longer than high; half took '
    || coalesce(printf('%.1f', stretch) || ' times the likely lead or more.', 'longer than likely.')
        as what,
    'Your ranges are too narrow, so chances are better on paper than in fact.' as why,
    'Widen the high leads of what is still open; the worst case stands at this line.' as fix,
    worst[1] as source_file,
    worst[2] as source_line
from finished
where finished >= 6 and beyond > 0.2 * finished;
