"""How many people live in or are registered with each area, by source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from wholeplace.core.errors import GeographyError
from wholeplace.geography.bands import BANDS, band_of
from wholeplace.geography.source import Row, Source

CENSUS_AGES: dict[str, tuple[int, int | None]] = {
    "Aged 15 years and under": (0, 15),
    "Aged 16 to 24 years": (16, 24),
    "Aged 25 to 34 years": (25, 34),
    "Aged 35 to 49 years": (35, 49),
    "Aged 50 to 64 years": (50, 64),
    "Aged 65 years and over": (65, None),
}
ETHNIC_GROUPS: dict[str, str] = {
    "Asian, Asian British or Asian Welsh": "asian",
    "Black, Black British, Black Welsh, Caribbean or African": "black",
    "Mixed or Multiple ethnic groups": "mixed",
    "White": "white",
    "Other ethnic group": "other",
}
SEXES: dict[str, str] = {"F": "female", "M": "male"}


def read_populations(source: Source) -> list[Row]:
    """Return every population the source holds, in age bands.

    Args:
        source: Where the counts come from.

    Returns:
        Rows of the ``populations`` table, for all areas in the files.

    Raises:
        GeographyError: If a census age group is not known, or the small areas of a district do
            not add up to its published total.
    """
    return [*_mid_year(source), *_census(source), *_projections(source), *_lists(source)]


def check_district_totals(rows: Iterable[Row], district_of: dict[str, str]) -> None:
    """Stop unless the LSOA mid-year estimates of each whole district add up to its total.

    Args:
        rows: Rows of the ``populations`` table.
        district_of: District of each LSOA 2011, for districts wholly in the system.

    Raises:
        GeographyError: Naming the district and both totals.
    """
    parts, totals = Counter[tuple[str, int]](), dict[tuple[str, int], int]()
    for row in rows:
        if row["source"] != "mid_year_estimate":
            continue
        if row["area_type"] == "district":
            totals[row["area_code"], row["year"]] = row["population"]
        elif row["area_code"] in district_of:
            parts[district_of[row["area_code"]], row["year"]] += row["population"]
    for (district, year), total in totals.items():
        if (district, year) in parts and parts[district, year] != total:
            raise GeographyError(
                f"The small areas of {district} hold {parts[district, year]:,} people in {year}, "
                f"the district {total:,}.",
                "Take both files from the same edition of the estimates.",
            )


def _row(area_type: str, code: str, year: int, population: int, source: str, **more: object) -> Row:
    return {
        "area_type": area_type,
        "area_code": code,
        "vintage": None,
        "year": year,
        "sex": None,
        "age_from": 0,
        "age_to": None,
        "population": population,
        "basis": "resident",
        "source": source,
        **more,
    }


def _banded(
    area_type: str, counts: Counter[tuple[str, int, str | None, int]], source: str, vintage: int
) -> list[Row]:
    """Return one row per area, year, sex and band from counts so keyed."""
    return [
        _row(area_type, code, year, n, source)
        | {"sex": sex, "vintage": vintage}
        | dict(zip(("age_from", "age_to"), BANDS[band], strict=True))
        for (code, year, sex, band), n in sorted(counts.items(), key=lambda kv: repr(kv[0]))
    ]


def _mid_year(source: Source) -> list[Row]:
    rows = list(source.rows("mid_year_lsoa11"))
    latest = max(r["year"] for r in rows)
    counts = Counter[tuple[str, int, str | None, int]]()
    for r in rows:
        if r["year"] == latest:
            counts[r["area_code"], latest, None, band_of(r["age"])] += r["population"]
    districts = [
        _row("district", r["area_code"], latest, r["population"], "mid_year_estimate", vintage=2021)
        for r in source.rows("mid_year_district")
    ]
    return _banded("lsoa11", counts, "mid_year_estimate", 2011) + districts


def _census(source: Source) -> list[Row]:
    rows = []
    for r in source.rows("census_age"):
        if r["age_group"] not in CENSUS_AGES:
            raise GeographyError(
                f"The census age group {r['age_group']!r} is not known.",
                f"It must be one of: {', '.join(CENSUS_AGES)}.",
            )
        ages = dict(zip(("age_from", "age_to"), CENSUS_AGES[r["age_group"]], strict=True))
        rows.append(
            _row("lsoa21", r["area_code"], 2021, r["population"], "census_2021", vintage=2021)
            | ages
        )
    return rows


def _projections(source: Source) -> list[Row]:
    counts = Counter[tuple[str, int, str | None, int]]()
    for r in source.rows("projection_district"):
        counts[r["area_code"], r["year"], SEXES[r["sex"]], band_of(r["age"])] += r["population"]
    return _banded("district", counts, "projection_2018", 2021)


def _lists(source: Source) -> list[Row]:
    """Return registered lists: by broad age, and all ages from the latest QOF year."""
    rows = []
    for r in source.rows("list_size"):
        year = r.get("year", 2020)
        for age_from, age_to, column in ((0, 64, "under_65"), (65, None, "over_65")):
            rows.append(
                _row("practice", r["practice_code"], year, r[column], f"list_size_{year}")
                | {"age_from": age_from, "age_to": age_to, "basis": "registered"}
            )
    whole_lists = {
        r["area_code"]: r["denominator"]
        for r in source.rows("qof_practice")
        if r["list_type"] == "TOTAL"
    }
    for code, size in sorted(whole_lists.items()):
        rows.append(_row("practice", code, 2021, size, "list_size_2021") | {"basis": "registered"})
    return rows


def read_ethnicity(source: Source, lsoa21: set[str]) -> list[Row]:
    """Return census residents by broad ethnic group.

    Args:
        source: Where the counts come from.
        lsoa21: Small areas to keep.

    Raises:
        GeographyError: If an ethnic group is not known.
    """
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for r in source.rows("census_ethnicity"):
        if r["group"] not in ETHNIC_GROUPS:
            raise GeographyError(
                f"The census ethnic group {r['group']!r} is not known.",
                f"It must be one of: {'; '.join(ETHNIC_GROUPS)}.",
            )
        if r["lsoa21"] in lsoa21:
            counts[r["lsoa21"], ETHNIC_GROUPS[r["group"]]] += r["population"]
    return [
        {"lsoa21": code, "ethnic_group": group, "population": n}
        for (code, group), n in sorted(counts.items())
    ]
