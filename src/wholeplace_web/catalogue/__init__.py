"""Where numbers come from: the data that landed, and every definition."""
