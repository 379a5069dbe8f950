"""Deciding: flow, beds, waits and forecasts, what next week looks like, and what if."""
