"""Core20PLUS5: overlapping groups of people, each against everybody else, measure by measure."""
