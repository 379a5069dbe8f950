"""The measures: how many, how well, for whom, each with who is not in its number."""
