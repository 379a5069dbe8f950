"""Suspected duplicates on waiting lists: found and scored for people to check, never removed."""
