"""Random streams named after what they decide, and draws that keep totals exact."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, *names: object) -> np.random.Generator:
    """A generator that depends only on the seed and the names, never on what was drawn before.

    Args:
        seed: The seed of the population, 0 or more.
        names: What the stream decides, and for which part (a chunk number, a provider).

    Returns:
        An independent generator: parts may be made in any order, or at the same time.
    """
    words = [seed, *(zlib.crc32(str(name).encode()) for name in names)]
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(words)))


def whole_counts(
    rng: np.random.Generator, expected: NDArray[np.float64], total: int
) -> NDArray[np.int64]:
    """Whole numbers near the expected ones that add up to the total exactly.

    Systematic sampling (Madow 1949): each count is its expectation rounded up or down.

    Args:
        rng: Random stream.
        expected: Relative sizes, any shape, not all zero.
        total: What the counts add up to.

    Returns:
        Counts of the same shape.
    """
    cumulated = np.cumsum(expected.ravel())
    scaled = cumulated * (total / cumulated[-1])
    scaled[-1] = total
    marks = np.floor(scaled + rng.random())
    marks[-1] = total + (marks[-1] - np.floor(marks[-1]))
    counts = np.diff(np.minimum(marks, total), prepend=0.0)
    return counts.astype(np.int64).reshape(expected.shape)


def pick(rng: np.random.Generator, weights: NDArray[np.float64], size: int) -> NDArray[np.int64]:
    """Positions drawn with replacement, each as often as its weight says.

    Args:
        rng: Random stream.
        weights: Relative weights, not all zero.
        size: How many to draw.

    Returns:
        ``size`` positions in ``weights``.
    """
    cumulated = np.cumsum(weights)
    found = np.searchsorted(cumulated, rng.random(size) * cumulated[-1], side="right")
    return np.minimum(found, len(weights) - 1)


def pick_by_row(
    rng: np.random.Generator, weights: NDArray[np.float64], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """One column for each asker, by the weights of the asker's own row, evenly spread.

    Args:
        rng: Random stream.
        weights: One row of relative weights per kind of asker, no row all zero.
        rows: The row of each asker.

    Returns:
        A column position for each asker; within a row, shares are met to the nearest person.
    """
    chances = weights / weights.sum(axis=1, keepdims=True)
    ladder = (np.cumsum(chances, axis=1) + np.arange(len(weights))[:, None]).ravel()
    order = np.argsort(rows + rng.random(len(rows)), kind="stable")
    sizes = np.bincount(rows, minlength=len(weights))
    rank = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    spread = np.empty(len(rows))
    spread[order] = (rank + rng.random(len(rows))) / np.repeat(np.maximum(sizes, 1), sizes)
    found = np.searchsorted(ladder, rows + np.minimum(spread, 1 - 1e-9), side="right")
    columns = weights.shape[1]
    return np.clip(found - rows * columns, 0, columns - 1)
