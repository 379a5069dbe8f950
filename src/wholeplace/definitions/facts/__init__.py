"""Facts about people that measures and segments rest on: readings, habits, checks, gaps."""
