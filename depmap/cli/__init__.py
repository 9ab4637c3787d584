"""The command line: one file a command, listed in main.py.

Results go to stdout, everything for people to stderr. Exit codes: 0 done; 1 the portfolio has
problems or the file could not be written; 2 the command itself was wrong. A command imports what
it needs when it runs, so that `depmap --help` answers at once.
"""
