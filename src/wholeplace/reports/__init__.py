"""Packs and exports made from released numbers only."""
