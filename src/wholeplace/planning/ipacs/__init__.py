"""IPACS: another model of discharge to assess, its inputs run on our engine to be compared."""
