"""Published indicators as pages say them: the list, one series, a place, and conflicts."""
