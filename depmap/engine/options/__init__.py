"""What other rows would make of the directions, without a build of them.

`laid` lays each option of an open decision onto the inputs and works out the rows that differ, by
the same files of `sql/`; `tries` and `trying` are pure: they settle and sample again what lies
above these rows; `rows` are what comes of it. `along` does the same with the states between two
portfolios, and `standing` holds rows as those files leave them. Source: decide.md 3, changes.md 4.
"""
