"""SQL to be read and run elsewhere: queries of ours written out in the dialect of a warehouse."""

from wholeplace.core.dialects.dialect import DIALECTS, Dialect, dialect_called
from wholeplace.core.dialects.patterns import PatternError
from wholeplace.core.dialects.writer import SqlWriter

__all__ = ["DIALECTS", "Dialect", "PatternError", "SqlWriter", "dialect_called"]
