"""Equity of access on a page: who waits, who misses appointments, whom services reach."""
