"""The form of a scenario: its fields, what was typed in them, and what is wrong with it."""
