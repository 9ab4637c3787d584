"""Sentences of what is carried out: workbooks, calendars, task documents, the brief."""
