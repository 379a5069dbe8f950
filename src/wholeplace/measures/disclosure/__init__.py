"""Disclosure: everything one release says, seen as an attacker would, and what to withhold."""
