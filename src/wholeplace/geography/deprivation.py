"""Deprivation of small areas, each edition on its own vintage."""

from __future__ import annotations

from dataclasses import dataclass, field

from wholeplace.core.errors import GeographyError
from wholeplace.geography.small_areas import SmallAreas
from wholeplace.geography.source import ENGLAND_AREAS, Row, Source
from wholeplace.geography.tables import DOMAINS
from wholeplace.geography.vintages import carried_fifth, national_fifth, national_tenth

VINTAGE: dict[int, str] = {2019: "lsoa11", 2025: "lsoa21"}
CHILDREN_AND_OLDER = ("idaci", "idaopi")
# The 2019 scores in the reference folder are rebuilt from the ranks of the seven domains.
SCORE_BASIS: dict[int, str] = {2019: "reconstructed", 2025: "published"}


def preferred_editions(year: int) -> tuple[int, int]:
    """Editions of the Index of Multiple Deprivation, the one nearest a year first.

    >>> preferred_editions(2026), preferred_editions(2020)
    ((2025, 2019), (2019, 2025))
    """
    return (2025, 2019) if abs(year - 2025) <= abs(year - 2019) else (2019, 2025)


@dataclass
class Deprivation:
    """Both editions for the system's small areas.

    Args:
        rows: One row per edition, area and domain.
        overall: By edition and area: the row of the overall index.
        national_scores: By edition: every area's overall score, lowest first.
    """

    rows: list[Row] = field(default_factory=list)
    overall: dict[int, dict[str, Row]] = field(default_factory=dict)
    national_scores: dict[int, list[float]] = field(default_factory=dict)


def read_deprivation(source: Source, small: SmallAreas) -> Deprivation:
    """Read both editions for the small areas of the system.

    Args:
        source: Where the editions come from.
        small: The system's small areas.

    Raises:
        GeographyError: If an area has no rank.
    """
    found = Deprivation()
    codes = {
        2019: {r["lsoa11"] for r in small.rows11},
        2025: {r["lsoa21"] for r in small.rows21},
    }
    for edition, area_type in VINTAGE.items():
        every = list(source.rows(f"imd{edition}"))
        own = {r["area_code"]: r for r in every if r["area_code"] in codes[edition]}
        missing = sorted(codes[edition] - set(own))
        if missing:
            raise GeographyError(
                f"IMD {edition} has no rank for {', '.join(missing[:5])}.",
                f"The {edition} edition is ranked on {area_type}; check the file's vintage.",
            )
        for row in source.rows(f"idaci{edition}"):
            if row["area_code"] in own:
                own[row["area_code"]] |= row
        found.national_scores[edition] = sorted(r["imd_score"] for r in every)
        found.overall[edition] = {}
        for code, row in sorted(own.items()):
            domains = [_domain(edition, area_type, code, row, d) for d in DOMAINS]
            found.rows += domains
            found.overall[edition][code] = domains[0]
    return found


def _domain(edition: int, area_type: str, code: str, row: Row, domain: str) -> Row:
    rank, score = row.get(f"{domain}_rank"), row.get(f"{domain}_score")
    areas = ENGLAND_AREAS[edition]
    basis = "published" if domain in CHILDREN_AND_OLDER else SCORE_BASIS[edition]
    return {
        "edition": edition,
        "area_type": area_type,
        "area_code": code,
        "domain": domain,
        "rank": rank,
        "decile": row.get(f"{domain}_decile") or (rank and national_tenth(rank, areas)),
        "fifth": rank and national_fifth(rank, areas),
        "score": score,
        "score_basis": None if score is None else basis,
        "numerator": row.get(f"{domain}_numerator"),
    }


def add_deprivation(small: SmallAreas, found: Deprivation) -> None:
    """Write ranks and fifths into the small areas, carrying IMD 2019 to the 2021 areas.

    Args:
        small: The system's small areas; changed in place.
        found: Both editions.
    """
    overall19, overall25 = found.overall[2019], found.overall[2025]
    fifths = {code: row["fifth"] for code, row in overall19.items()}
    scores = {code: row["score"] for code, row in overall19.items()}
    people = {r["lsoa11"]: r["population"] or 0 for r in small.rows11}
    for row in small.rows11:
        own = overall19[row["lsoa11"]]
        row |= {f"imd19_{k}": own[k] for k in ("rank", "decile", "fifth")}
    for row in small.rows21:
        own = overall25[row["lsoa21"]]
        row |= {f"imd25_{k}": own[k] for k in ("rank", "decile", "fifth")}
        row["imd19_fifth"] = carried_fifth(
            small.fits[row["lsoa21"]], fifths, scores, people, found.national_scores[2019]
        )
