"""Drawn tables: small people on paper, and the person table the real passes make of them."""
