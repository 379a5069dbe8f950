"""Made-up geography in the shape of the real one, for use without a reference folder."""

from wholeplace.geography.synthetic.source import SyntheticSource

__all__ = ["SyntheticSource"]
