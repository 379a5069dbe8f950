"""Measures checked on drawn people: what each person adds, worked out by hand beforehand."""
