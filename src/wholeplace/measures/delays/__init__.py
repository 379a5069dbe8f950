"""Delays in leaving hospital, three measures that are never one line, and how full services are."""
