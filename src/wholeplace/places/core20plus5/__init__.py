"""The Core20PLUS5 page: the most deprived fifth and the PLUS groups beside everyone else."""
