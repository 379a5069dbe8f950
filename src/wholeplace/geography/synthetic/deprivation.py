"""Made-up deprivation: real counts in each national fifth, the centre of a district worst off."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from wholeplace.geography.source import ENGLAND_AREAS, Row
from wholeplace.geography.synthetic.areas import areas21
from wholeplace.geography.synthetic.layout import spots
from wholeplace.geography.system import districts
from wholeplace.geography.tables import DOMAINS
from wholeplace.geography.vintages import national_tenth

DOMAIN_SPREAD = 0.12  # how far a domain's rank strays from the overall one, as a share of England
NO_RANK = {"idaci", "idaopi"}


def editions(edition: int) -> Iterator[Row]:
    """Yield one edition for all England, areas outside the system under codes of their own.

    Args:
        edition: 2019 (on LSOA 2011) or 2025 (on LSOA 2021).
    """
    areas = ENGLAND_AREAS[edition]
    ranked = {rank: code for code, rank in _ranks(edition).items()}
    strays = np.random.default_rng(edition).normal(0, DOMAIN_SPREAD, (areas, len(DOMAINS)))
    for rank in range(1, areas + 1):
        row: Row = {
            "area_code": ranked.get(rank, f"ZZ-X{rank:05d}"),
            "imd_rank": rank,
            "imd_score": score(rank, areas),
            "imd_decile": national_tenth(rank, areas),
        }
        if rank in ranked:
            for stray, domain in zip(strays[rank - 1], DOMAINS, strict=True):
                if domain != "imd" and domain not in NO_RANK:
                    near = min(max(1, rank + round(stray * areas)), areas)
                    row[f"{domain}_rank"] = near
                    row[f"{domain}_decile"] = national_tenth(near, areas)
        yield row


def score(rank: int, areas: int) -> float:
    """Return a score from 0 to 100 that rises steeply for the most deprived tenth.

    The exponential transformation of ranks that the Indices of Deprivation use for their domains
    (MHCLG, English Indices of Deprivation 2019, Technical Report, section 3.7).

    Args:
        rank: 1 the most deprived.
        areas: Number of areas ranked.
    """
    place = 1 - (rank - 0.5) / areas
    return -23 * math.log(1 - place * (1 - math.exp(-100 / 23)))


def _ranks(edition: int) -> dict[str, int]:
    """Return each area's rank, spread evenly over the fifth its district's count gives it."""
    by_fifth: dict[int, list[tuple[float, str]]] = {f: [] for f in range(1, 6)}
    for index, district in enumerate(districts()):
        counts = Counter({f: n for f, n in enumerate(district[f"fifths_{edition}"], start=1)})
        own = sorted(_by_centre(edition, index))
        for (order, code), fifth in zip(own, sorted(counts.elements()), strict=True):
            by_fifth[fifth].append((order, code))
    ranks = {}
    for fifth, members in by_fifth.items():
        low = (fifth - 1) * ENGLAND_AREAS[edition] // 5
        high = fifth * ENGLAND_AREAS[edition] // 5
        for i, (_, code) in enumerate(sorted(members)):
            ranks[code] = low + 1 + i * (high - low) // len(members)
    return ranks


def _by_centre(edition: int, district: int) -> list[tuple[float, str]]:
    if edition == 2019:
        return [(float(s.order), s.code) for s in spots() if s.district == district]
    return [(float(a.parts[0].order), a.code) for a in areas21() if a.parts[0].district == district]
