"""Runs of models asked for from the pages: started, taken in turn, shown, stopped."""
