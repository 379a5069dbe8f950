"""Building the geography: one path for a reference folder and for the made-up areas."""

from __future__ import annotations

from pathlib import Path

from wholeplace.geography.areas import list_areas
from wholeplace.geography.deprivation import add_deprivation, read_deprivation
from wholeplace.geography.folder import ReferenceFolder
from wholeplace.geography.organisations import catchments, read_networks, read_practices
from wholeplace.geography.populations import (
    check_district_totals,
    read_ethnicity,
    read_populations,
)
from wholeplace.geography.providers import add_nearest_hospital, provider_rows
from wholeplace.geography.published.reading import read_published
from wholeplace.geography.shapes import all_shapes, to_geojson
from wholeplace.geography.slugs import slugify
from wholeplace.geography.small_areas import SmallAreas, read_small_areas
from wholeplace.geography.source import Row, Source
from wholeplace.geography.store import Geography, load, write
from wholeplace.geography.synthetic import SyntheticSource

SYNTHETIC_NOTE = (
    "Made-up areas drawn from the published facts of the six districts. Codes begin ZZ- so that "
    "no code of the Office for National Statistics or the NHS can equal them."
)


def build(reference: Path | None, out: Path) -> Geography:
    """Build every geography table and boundary, and write them in one step.

    Args:
        reference: The reference folder, or None for the synthetic geography.
        out: The folder to write, usually ``<data>/record/reference``.

    Returns:
        The geography as written.

    Raises:
        GeographyError: If a file, column or value is missing or does not fit, with the remedy.
    """
    source: Source = SyntheticSource() if reference is None else ReferenceFolder(reference)
    populations = read_populations(source)
    small = read_small_areas(source, _totals(populations, "lsoa11"), _totals(populations, "lsoa21"))
    check_district_totals(populations, _whole_districts(small))
    found = read_deprivation(source, small)
    add_deprivation(small, found)
    spells, networks = read_networks(source)
    practices = read_practices(source, spells, networks, populations)
    hospitals = provider_rows(source.synthetic)
    shapes = all_shapes(source, small)
    add_nearest_hospital(small.rows21, shapes["lsoa21"], hospitals)
    areas = list_areas(small, practices, networks, hospitals, source.icb, source.synthetic)
    # A count for the whole of a district is no count of the part in the system.
    whole = {(r["area_type"], r["code"]) for r in areas if r["whole"]}
    published = read_published(reference, areas)
    tables: dict[str, list[Row]] = {
        "areas": areas,
        "small_areas": small.rows21,
        "small_areas_2011": small.rows11,
        "lsoa_change": small.changes,
        "deprivation": found.rows,
        "populations": [r for r in populations if (r["area_type"], r["area_code"]) in whole],
        "ethnicity": read_ethnicity(source, {r["lsoa21"] for r in small.rows21}),
        "practices": practices,
        "practice_networks": spells,
        "providers": hospitals,
        "pcns": networks,
        "catchments": catchments(networks, _district_codes(small)),
        **published.tables(),
    }
    boundaries = {kind: to_geojson(kind, found, areas) for kind, found in shapes.items()}
    manifest = {
        "kind": "synthetic" if source.synthetic else "real",
        "note": SYNTHETIC_NOTE if source.synthetic else "",
        "icb": source.icb,
        "rows": {name: len(rows) for name, rows in tables.items()},
        "sources": source.sources() + published.files,
    }
    write(out, tables, boundaries, manifest)
    return load(out)


def _totals(populations: list[Row], area_type: str) -> dict[str, int]:
    totals: dict[str, int] = {}
    for r in populations:
        if r["area_type"] == area_type:
            totals[r["area_code"]] = totals.get(r["area_code"], 0) + r["population"]
    return totals


def _whole_districts(small: SmallAreas) -> dict[str, str]:
    return {
        r["lsoa11"]: r["district"]
        for r in small.rows11
        if ("district", r["district"]) not in small.partial
    }


def _district_codes(small: SmallAreas) -> dict[str, str]:
    return {slugify(r["district_name"]): r["district"] for r in small.rows21}
