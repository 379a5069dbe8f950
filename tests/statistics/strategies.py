"""Inputs that the property tests of the statistics room share."""

from hypothesis import strategies as st

COUNTS = st.integers(0, 10_000_000)
SMALL_COUNTS = st.integers(0, 60)
CONFIDENCES = st.floats(0.5, 0.999)
COVERAGE_PAIRS = st.tuples(CONFIDENCES, CONFIDENCES).map(sorted)
NAN = float("nan")


@st.composite
def parts_of_groups(draw: st.DrawFn) -> tuple[int, int]:
    """A numerator and the denominator it is among, which is at least one."""
    denominator = draw(st.integers(1, 10_000_000))
    return draw(st.integers(0, denominator)), denominator
