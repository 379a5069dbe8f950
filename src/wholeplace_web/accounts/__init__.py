"""Accounts: who may see what."""
