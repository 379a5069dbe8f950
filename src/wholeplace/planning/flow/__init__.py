"""Flow out of hospital: who waits for which care after it, why, and what would change that."""
