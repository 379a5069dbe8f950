"""The twenty age bands that every table of people uses."""

from __future__ import annotations

BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 0),
    (1, 4),
    *((start, start + 4) for start in range(5, 90, 5)),
    (90, None),
)


def band_of(age: int) -> int:
    """Return the index in ``BANDS`` of an age in whole years.

    Args:
        age: 0 or more.
    """
    if age < 1:
        return 0
    return min(age // 5 + 1, len(BANDS) - 1)
