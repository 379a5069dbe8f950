"""The linked record: people, what is true of them on a date, and the runs that work it out."""
