"""Pages of variation: funnels of practices and neighbourhoods, and the cost of their gaps."""
