"""The page of life expectancy: how long people live, for whom it is shorter, and of what."""
