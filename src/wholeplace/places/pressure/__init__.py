"""The pressure board: what is full, who is delayed and since when, for the morning call."""
