"""Leaving hospital: who is ready when, for which service, and how long they wait for it."""
