"""National fifths, and carrying a deprivation edition from 2011 small areas to 2021 ones."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholeplace.core.errors import GeographyError

CHANGE_CODES: dict[str, str] = {"U": "same", "S": "split", "M": "merged", "X": "complex"}


def national_fifth(rank: int, areas: int) -> int:
    """Return the national fifth of a deprivation rank, 1 the most deprived.

    The fifth is ``ceil(rank / areas * 5)``, in whole numbers so that no rounding can move an
    area over a boundary (MHCLG, English Indices of Deprivation 2019, Technical Report).

    Args:
        rank: Rank in England, 1 the most deprived.
        areas: Number of small areas ranked.

    Raises:
        GeographyError: If the rank is not between 1 and ``areas``.
    """
    return _national_part(rank, areas, 5)


def national_tenth(rank: int, areas: int) -> int:
    """Return the national tenth of a deprivation rank; see ``national_fifth``."""
    return _national_part(rank, areas, 10)


def _national_part(rank: int, areas: int, parts: int) -> int:
    if not 1 <= rank <= areas:
        raise GeographyError(
            f"Deprivation rank {rank} is not between 1 and {areas}.",
            "Check that the ranks come from one edition and one country.",
        )
    return -(-rank * parts // areas)


@dataclass(frozen=True)
class Fit:
    """The 2011 small areas that a 2021 small area is read through.

    Args:
        best: The LSOA 2011 it is read as: the most populous of ``parts``.
        parts: Every LSOA 2011 it overlaps, in code order.
        basis: ``same``, ``split``, ``merged`` or ``complex``.
    """

    best: str
    parts: tuple[str, ...]
    basis: str


def fit_2021_to_2011(
    changes: Iterable[Mapping[str, str]], population: Mapping[str, int]
) -> dict[str, Fit]:
    """Return how each LSOA 2021 is read through LSOA 2011.

    Args:
        changes: Rows with ``lsoa11``, ``lsoa21`` and ``change_code`` (U, S, M, X).
        population: People in each LSOA 2011.

    Raises:
        GeographyError: If a change code is not one of U, S, M and X.
    """
    overlaps: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in changes:
        if row["change_code"] not in CHANGE_CODES:
            raise GeographyError(
                f"Change code {row['change_code']!r} of {row['lsoa21']} is not known.",
                "It must be U (unchanged), S (split), M (merged) or X (complex).",
            )
        overlaps[row["lsoa21"]].add((row["lsoa11"], CHANGE_CODES[row["change_code"]]))
    fits = {}
    for lsoa21, pairs in overlaps.items():
        parts = tuple(sorted(code for code, _ in pairs))
        best = max(parts, key=lambda code: (population.get(code, 0), code))
        fits[lsoa21] = Fit(best, parts, next(iter(sorted(basis for _, basis in pairs))))
    return fits


def carried_fifth(
    fit: Fit,
    fifths: Mapping[str, int],
    scores: Mapping[str, float],
    population: Mapping[str, int],
    national_scores: Sequence[float],
) -> int:
    """Return the national fifth of a 2021 small area on an edition ranked on 2011 areas.

    An unchanged or split area takes its 2011 area's fifth. A merged one takes the fifth in which
    the population-weighted mean of its parts' scores would fall among all areas of England;
    ranks are never averaged.

    Args:
        fit: How the area is read through 2011 areas.
        fifths: National fifth of each LSOA 2011.
        scores: Deprivation score of each LSOA 2011, higher being more deprived.
        population: People in each LSOA 2011.
        national_scores: Scores of all areas of England, lowest first.
    """
    if len({fifths[part] for part in fit.parts}) == 1:
        return fifths[fit.best]
    people = [population[part] for part in fit.parts]
    score = sum(scores[p] * n for p, n in zip(fit.parts, people, strict=True)) / sum(people)
    above = len(national_scores) - bisect.bisect_right(national_scores, score)
    return national_fifth(min(above + 1, len(national_scores)), len(national_scores))
