"""Data sets beyond the record of the practice and the stay in hospital, one module each."""
