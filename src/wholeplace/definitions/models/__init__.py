"""Models: what if, and what next; each a question with its assumptions and their sources."""
