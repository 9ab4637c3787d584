"""Answers for agents: the tools of `depmap serve-mcp`, their typed results, the server around them.

The third face beside the command line and the screen: it says what they say, and writes nothing.
"""
