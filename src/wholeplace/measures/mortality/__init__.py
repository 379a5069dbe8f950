"""Deaths: life expectancy, its gaps and what they are made of, and deaths that come too early."""
