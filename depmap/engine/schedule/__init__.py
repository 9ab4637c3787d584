"""The plan under the days that owners have: dates they can keep, and how many days it takes.

Pure and in whole numbers: a day of an owner is so many ticks, an item takes so many of them. `plan`
lists the items and places their effort, `why` says what each waited for, `needed` plans again with
other capacities, `weeks` adds up by week, `step` reads and fills the tables. Source: capacity.md.
"""
