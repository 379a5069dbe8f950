"""Flow: what is full and delayed, what next week looks like, beds, and what if."""
