"""Every way in: contracts, landing, batches, data quality, synthetic data."""
