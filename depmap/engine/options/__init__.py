"""What each option of an open decision would change: exactly its scenario, without a build of it.

`laid` lays the changes of an option onto the inputs and works out the rows that differ, by the same
files of `sql/`; `tries` is pure: it settles and samples again what lies above these rows; `rows`
are what comes of it. Source: decide.md 3.
"""
