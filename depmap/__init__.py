"""The map of future directions and what they wait for. From a folder of files to a page:

portfolio   what a portfolio is: schema, rows, problems with file and line; changes laid onto rows
inputs      a folder of CSV and YAML -> Portfolio, or everything that is wrong with it
imports     the export of another tool -> rows of an input folder, with what was guessed
engine      Portfolio -> a database of answers; the rules stand in sql/
answers     what pages and documents read of report.*: relations, filters, names
versions    which database is up while the folder changes
scenarios   what if: the answers under a change, and the files it is written into
look        colours and marks
words       sentences and formats; the same for a page, the command line and a document
charts, graph, exporters    rows -> a figure, a drawing, a file
agents                      the tools of a server for agents: the same answers and sentences, typed
cli, screen                 the two faces for people; only screen knows Streamlit

Higher imports lower, never back, never sideways; import-linter checks it (pyproject.toml).
"""
