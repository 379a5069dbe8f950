"""Waiting lists ahead: who is seen when, by clinical priority, with so much capacity."""
