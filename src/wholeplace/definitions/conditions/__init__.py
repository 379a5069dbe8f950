"""The twenty long-term conditions, each as the register of general practice counts it."""
