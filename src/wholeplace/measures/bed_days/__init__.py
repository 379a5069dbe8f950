"""Emergency bed days of older people, long stays, and how many beds are occupied each night."""
