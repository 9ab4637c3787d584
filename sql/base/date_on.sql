-- One value: the date so many days after as_of, kept within 1900 to 2200, because a chain of long
-- leads would leave every calendar. A date at either end is said as "before 1900" or "after 2200";
-- order is kept.
create macro calc.date_on(as_of, day) as
case
    when day is not null
        then least(
            greatest(as_of + cast(day as integer), cast('1900-01-01' as date)),
            cast('2200-01-01' as date)
        )
end;
