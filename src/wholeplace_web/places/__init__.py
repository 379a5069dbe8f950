"""The pages of places and measures."""
