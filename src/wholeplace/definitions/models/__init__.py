"""The models: what if, and what next, each with its assumptions and where they come from."""
