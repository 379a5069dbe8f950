"""Data quality of what was landed: by data set, field, provider and month."""
