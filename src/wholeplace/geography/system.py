"""The system being described: its ICB, districts, hospitals, neighbourhoods and places, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from wholeplace.core.errors import GeographyError
from wholeplace.geography.names import match_key


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood named in the Joint Forward Plan.

    Args:
        name: As the plan prints it.
        also: Other spellings of it in NHS organisation files.
        place: ``north`` or ``south``.
        practices: Practices in the made-up geography.
        weight: Its list in the made-up geography, in thousands.
        lives_in: Share of patients by district slug (our approximation).
        note: Anything doubtful.
    """

    name: str
    place: str
    practices: int
    weight: int
    lives_in: dict[str, float]
    also: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Place:
    """A place partnership: a set of neighbourhoods."""

    code: str
    name: str
    full_name: str
    population: int


@dataclass(frozen=True)
class Site:
    """One hospital site.

    Args:
        name: Its name.
        longitude: Degrees east.
        latitude: Degrees north.
        general: Whether it takes emergencies of every kind.
    """

    name: str
    longitude: float
    latitude: float
    general: bool


@dataclass(frozen=True)
class Provider:
    """A hospital provider whose care people of the system use.

    Args:
        code: ODS code.
        name: Name as shown.
        in_system: Whether it belongs to the system.
        sites: Its hospitals in or near the system.
    """

    code: str
    name: str
    in_system: bool
    sites: tuple[Site, ...]


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


@cache
def icb() -> dict[str, str]:
    """Return the integrated care board's code and names."""
    return _data("system.toml")["icb"]


@cache
def districts() -> tuple[dict[str, Any], ...]:
    """Return the districts of the system with their published facts, Royston's last."""
    return tuple(_data("system.toml")["district"])


@cache
def providers() -> tuple[Provider, ...]:
    """Return the hospital providers that people of the system use, its own first."""
    return tuple(
        Provider(**{**row, "sites": tuple(Site(**site) for site in row["sites"])})
        for row in _data("system.toml")["provider"]
    )


@cache
def places() -> tuple[Place, ...]:
    """Return the place partnerships."""
    return tuple(Place(**row) for row in _data("neighbourhoods.toml")["place"])


@cache
def neighbourhoods() -> tuple[Neighbourhood, ...]:
    """Return the neighbourhoods of every place partnership."""
    return tuple(
        Neighbourhood(**{**row, "also": tuple(row.get("also", ()))})
        for row in _data("neighbourhoods.toml")["neighbourhood"]
    )


def neighbourhood_of(network: str) -> Neighbourhood:
    """Return the neighbourhood that a primary care network's name belongs to.

    Args:
        network: The network's name, in any case, with or without "PCN".

    Raises:
        GeographyError: If no neighbourhood has that name.
    """
    key = match_key(network)
    for neighbourhood in neighbourhoods():
        if key in {match_key(n) for n in (neighbourhood.name, *neighbourhood.also)}:
            return neighbourhood
    raise GeographyError(
        f"The network {network!r} matches no neighbourhood.",
        "Add its name to `also` of the right neighbourhood in geography/neighbourhoods.toml.",
    )
