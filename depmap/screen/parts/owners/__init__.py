"""The Owners page: who is full week by week, and who is missing."""
