"""Projection: how many people of each age there will be, and the published projections read."""
