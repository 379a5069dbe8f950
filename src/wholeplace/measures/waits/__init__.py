"""Equity of access: who waits how long, who misses appointments, who is seen face to face."""
