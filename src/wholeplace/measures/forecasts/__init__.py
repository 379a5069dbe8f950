"""Forecasts of what a run counted and what is published, written into the release."""
