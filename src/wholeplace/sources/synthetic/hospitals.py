"""The hospitals people use: where they stand, whose feed arrives, and who goes to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wholeplace.geography.providers import code_in
from wholeplace.geography.system import Provider, providers
from wholeplace.sources.synthetic.areas import Areas
from wholeplace.sources.synthetic.catchments import distance_km

REACH = 7.0  # km over which choosing a hospital falls by a factor e; our assumption


@dataclass(frozen=True)
class Hospital:
    """One provider.

    Args:
        provider: Who it is.
        source: Name of its feed.
        sites: Longitude, latitude and pull of each site with general services.
    """

    provider: Provider
    source: str
    sites: tuple[tuple[float, float, float], ...]

    @property
    def code(self) -> str:
        """ODS code."""
        return self.provider.code

    @property
    def name(self) -> str:
        """Name shown in reports."""
        return self.provider.name

    @property
    def local(self) -> bool:
        """Whether it belongs to the system, so that its feed arrives."""
        return self.provider.in_system

    def code_among(self, areas: Areas) -> str:
        """The code it sends with its care, made up where the areas are."""
        return code_in(self.provider, areas.made_up)


# Name of each provider's feed, and the pull of each of its general sites: our assumptions.
_FEEDS: dict[str, tuple[str, tuple[float, ...]]] = {
    "RGN": ("nwangliaft", (1.0, 0.6)),
    "RGT": ("cuh", (1.2,)),
    "RGM": ("papworth", ()),
    "RCX": ("qehkl", (0.9,)),
    "RGR": ("wsft", (0.8,)),
    "RC9": ("bedford", (0.5,)),
    "RWH": ("lister", (0.7,)),
    "RNQ": ("kettering", (0.6,)),
}


def _hospital(provider: Provider) -> Hospital:
    source, pulls = _FEEDS[provider.code]
    general = [(site.longitude, site.latitude) for site in provider.sites if site.general]
    sites = tuple((*point, pull) for point, pull in zip(general, pulls, strict=True))
    return Hospital(provider, source, sites)


HOSPITALS: tuple[Hospital, ...] = tuple(map(_hospital, providers()))
CODES: tuple[str, ...] = tuple(hospital.code for hospital in HOSPITALS)
PAPWORTH = CODES.index("RGM")
LOCAL = np.array([hospital.local for hospital in HOSPITALS])

# Shares by district where small areas are not on a map: RGN, RGT, RGM, RCX, RGR, RC9, RWH, RNQ.
_BY_DISTRICT: dict[str, tuple[float, ...]] = {
    "peterborough": (0.95, 0.02, 0, 0.01, 0, 0, 0, 0.02),
    "cambridge": (0.02, 0.97, 0, 0, 0.01, 0, 0, 0),
    "east cambridgeshire": (0.05, 0.73, 0, 0.04, 0.18, 0, 0, 0),
    "fenland": (0.58, 0.06, 0, 0.36, 0, 0, 0, 0),
    "huntingdonshire": (0.80, 0.13, 0, 0, 0, 0.06, 0, 0.01),
    "south cambridgeshire": (0.03, 0.92, 0, 0, 0.02, 0.01, 0.02, 0),
    "royston": (0, 0.55, 0, 0, 0, 0.01, 0.44, 0),
}
_OUTSIDE = (0.30, 0.30, 0, 0.12, 0.06, 0.06, 0.08, 0.08)


def choices(areas: Areas) -> NDArray[np.float64]:
    """How people of each small area spread over hospitals.

    Args:
        areas: Places; the last row is outside the system.

    Returns:
        (L + 1) × hospitals, rows add to 1.
    """
    shares = np.array([_BY_DISTRICT[key] for key in areas.district_keys])[areas.district]
    mapped = ~np.isnan(areas.longitude)
    pull = np.zeros((len(areas.lsoa21), len(HOSPITALS)))
    for column, hospital in enumerate(HOSPITALS):
        for east, north, size in hospital.sites:
            away = distance_km(areas.longitude, areas.latitude, east, north)
            pull[:, column] += size * np.exp(-np.nan_to_num(away) / REACH)
    shares[mapped] = pull[mapped]
    shares[areas.outside] = _OUTSIDE
    return shares / shares.sum(axis=1, keepdims=True)


def visitor_choice() -> NDArray[np.float64]:
    """Where people from outside are seen: only at the system's own hospitals."""
    chosen = np.zeros(len(HOSPITALS))
    chosen[CODES.index("RGN")], chosen[CODES.index("RGT")], chosen[PAPWORTH] = 0.40, 0.54, 0.06
    return chosen
