"""The measure block, cubes, release tables and disclosure."""
