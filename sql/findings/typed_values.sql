-- One row per value of a row that an option may set, as text.
create view calc.typed_values as
with
cells as (
    select
        id,
        unnest([
            struct_pack(field := 'status', value := status),
            struct_pack(field := 'owner', value := owner),
            struct_pack(field := 'effort_days', value := cast(effort_days as varchar)),
            struct_pack(field := 'needed_confidence', value := cast(needed_confidence as varchar)),
            struct_pack(field := 'lead_low_days', value := cast(lead_low_days as varchar)),
            struct_pack(field := 'lead_likely_days', value := cast(lead_likely_days as varchar)),
            struct_pack(field := 'lead_high_days', value := cast(lead_high_days as varchar)),
            struct_pack(field := 'started_on', value := cast(started_on as varchar)),
            struct_pack(field := 'not_before', value := cast(not_before as varchar))
        ]) as cell
    from input.prerequisites
    union all
    select
        id,
        unnest([
            struct_pack(field := 'status', value := status),
            struct_pack(field := 'value', value := cast(value as varchar)),
            struct_pack(field := 'confidence', value := cast(confidence as varchar)),
            struct_pack(field := 'target', value := cast(target as varchar)),
            struct_pack(field := 'lead_low_days', value := cast(lead_low_days as varchar)),
            struct_pack(field := 'lead_likely_days', value := cast(lead_likely_days as varchar)),
            struct_pack(field := 'lead_high_days', value := cast(lead_high_days as varchar)),
            struct_pack(field := 'not_before', value := cast(not_before as varchar))
        ]) as cell
    from input.directions
    union all
    select
        id,
        unnest([
            struct_pack(
                field := 'capacity_days_per_week', value := cast(capacity_days_per_week as varchar)
            ),
            struct_pack(field := 'active', value := case when active then 'yes' else 'no' end)
        ]) as cell
    from input.owners
    union all
    select
        item || '>' || requires as id,
        struct_pack(field := 'strength', value := strength) as cell
    from input.dependencies
    where any_of is null
)

select
    id,
    cell.field,
    cell.value
from cells;
