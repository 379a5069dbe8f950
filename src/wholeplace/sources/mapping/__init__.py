"""Mappings: somebody else's tables turned into extracts that follow our contracts."""
