"""The made-up geography as a source: the same rows a reference folder gives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import resources

from shapely.geometry.base import BaseGeometry

from wholeplace.geography.source import Row
from wholeplace.geography.synthetic import areas, deprivation, organisations, people
from wholeplace.geography.synthetic.layout import tiles
from wholeplace.geography.system import districts

FACTS = ("system.toml", "neighbourhoods.toml")

ROWS: dict[str, Callable[[], Iterable[Row]]] = {
    "lookup_lsoa11": areas.lookup11,
    "lookup_lsoa21": areas.lookup21,
    "lsoa_change": areas.changes,
    "imd2019": partial(deprivation.editions, 2019),
    "imd2025": partial(deprivation.editions, 2025),
    "mid_year_lsoa11": people.mid_year,
    "mid_year_district": people.mid_year_districts,
    "census_age": people.census_ages,
    "census_ethnicity": people.census_ethnicity,
    "list_size": organisations.list_rows,
    "practices": organisations.practice_rows,
    "practice_networks": organisations.network_rows,
    "successors": organisations.successor_rows,
}


class SyntheticSource:
    """Made-up areas with the published totals of the six districts; the same every time."""

    synthetic = True
    icb = areas.ICB

    def __init__(self) -> None:
        self.own_districts = frozenset(
            areas.district_code(i) for i, d in enumerate(districts()) if d["in_districts"]
        )

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the rows of one contract; none for what is not made up (published values)."""
        yield from ROWS[name]() if name in ROWS else ()

    def boundaries(self, area_type: str) -> dict[str, BaseGeometry]:
        """Return the tiles of ``lsoa11`` or ``lsoa21``."""
        if area_type == "lsoa11":
            return dict(tiles())
        return {a.code: a.shape for a in areas.areas21()}

    def sources(self) -> list[dict[str, str]]:
        """Return the fact files of this package that the areas were drawn from."""
        package = resources.files("wholeplace.geography")
        return [
            {
                "file": name,
                "title": "published facts the made-up areas are drawn from",
                "source": "cited line by line in the file",
                "sha256": hashlib.sha256(package.joinpath(name).read_bytes()).hexdigest(),
            }
            for name in FACTS
        ]
