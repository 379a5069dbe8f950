"""Long-range demand and beds: what a growing and ageing population would need, and what if."""
