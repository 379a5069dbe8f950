"""What rows say of the counts they show or hide, put together by count, compiled.

Threads may run it side by side (``nogil``).
"""

from __future__ import annotations

from typing import NamedTuple

from wholeplace.statistics.sum_bounds import BoolArray, FloatArray, IntArray, compiled


class SaidOfCounts(NamedTuple):
    """What all rows together say of each count; every array of shape (counts,)."""

    least: FloatArray  # the least it can be by what any row says
    most: FloatArray
    secret: BoolArray  # some row hides it
    told: BoolArray  # some row shows it
    number: FloatArray  # as it is shown; NaN where no row shows it


@compiled
def put_together(
    count: IntArray,
    least: FloatArray,
    most: FloatArray,
    hidden: BoolArray,
    tells: BoolArray,
    number: FloatArray,
    said: SaidOfCounts,
) -> None:
    """Add what some rows say of their counts to what is said of them already, in place.

    Args:
        count: The count of each row, or -1 where it has none; shape (rows,), as are all others.
        least: The least it can be by what the row says.
        most: The most.
        hidden: Rows that hide it.
        tells: Rows that show it, or what is made of it.
        number: It as the row shows it; NaN where it does not.
        said: What is said already.
    """
    lowest, highest, secret, told, shown = said
    for row in range(count.size):
        one = count[row]
        if one >= 0:
            lowest[one] = max(lowest[one], least[row])
            highest[one] = min(highest[one], most[row])
            secret[one] |= hidden[row]
            told[one] |= tells[row]
            if number[row] == number[row]:
                shown[one] = number[row]
