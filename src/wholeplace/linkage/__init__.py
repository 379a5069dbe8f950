"""Linkage: which records belong to the same person, how we know, and which stay unlinked."""
