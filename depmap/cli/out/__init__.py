"""Commands that carry answers out: the plan, a database, the files of other tools, a brief."""
