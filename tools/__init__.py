"""Scripts that make runs: none of them is installed with the product."""
