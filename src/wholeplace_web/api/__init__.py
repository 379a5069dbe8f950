"""The read-only HTTP API: the released numbers and definitions, with the run each answer is of."""
