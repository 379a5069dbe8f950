"""Simulation: people through services with so many slots, on an event calendar, arrays only."""
