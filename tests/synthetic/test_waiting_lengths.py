"""An invented list is steady: as many join each week as leave, whenever one looks back."""

from __future__ import annotations

import numpy as np

from wholeplace.sources.synthetic.datasets.waiting_lengths import LIMIT, WINDOW, SteadyList


def test_as_many_join_in_every_week_of_the_window_as_leave() -> None:
    """About 4,231 a week; the standard error of a week's number is 65."""
    rng = np.random.default_rng(2)
    steady = SteadyList(short=58_000, opened=100_000, stopped=55_000)

    waiting, whole = steady.short_waits(rng), steady.whole_waits(rng)
    left = rng.random(steady.stopped) * WINDOW
    joined, _ = np.histogram(np.concatenate([waiting, left + whole]), range(WINDOW + 1))

    assert waiting.min() >= 0 and waiting.max() <= LIMIT
    assert len(waiting) == steady.short and len(whole) == steady.stopped
    assert abs(joined / steady.joining - 1).max() < 0.07
