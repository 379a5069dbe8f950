"""Service reach: who uses a service, against who needs it."""
