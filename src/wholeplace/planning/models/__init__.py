"""Models: what if, and what next; the kind of definition that scenarios are asked of."""
