"""Made-up practices in the plan's neighbourhoods, with lists that add to its place populations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from wholeplace.geography.bands import BANDS
from wholeplace.geography.slugs import slugify
from wholeplace.geography.source import Row
from wholeplace.geography.synthetic.people import apportion
from wholeplace.geography.system import Neighbourhood, districts, neighbourhoods, places

OPENED = date(1974, 4, 1)
NETWORKS_BEGAN = date(2019, 7, 1)
CLOSED = date(2021, 3, 31)
TAKEN_OVER = date(2021, 4, 1)
LIST_YEAR = 2023  # the year of the plan's place populations


@dataclass(frozen=True)
class Practice:
    """One made-up practice.

    Args:
        code: Its code.
        name: Its name.
        network: Code of its network.
        list_size: Registered patients; 0 once closed.
        aged_65: Of whom 65 and over.
        successor: Code of the practice that took over, if it closed.
    """

    code: str
    name: str
    network: str
    list_size: int
    aged_65: int
    successor: str | None = None


@cache
def practices() -> tuple[Practice, ...]:
    """Return the made-up practices, one closed practice in the first network of each place."""
    found: list[Practice] = []
    for place in places():
        own = [n for n in neighbourhoods() if n.place == place.code]
        lists = apportion(place.population, [n.weight for n in own])
        for neighbourhood, total in zip(own, lists, strict=True):
            network = network_code(neighbourhood)
            share = _share_aged_65(neighbourhood)
            number = neighbourhood.practices
            sizes = apportion(total, [1 + 0.15 * (i % 3) for i in range(number)])
            for i, size in enumerate(sizes, start=1):
                code = f"ZZ-P{len(found) + 1:03d}"
                name = f"{neighbourhood.name} surgery {i}"
                found.append(Practice(code, name, network, size, round(size * share)))
            if neighbourhood is own[0]:
                code = f"ZZ-P{len(found) + 1:03d}"
                name = f"{neighbourhood.name} surgery {number + 1}"
                found.append(Practice(code, name, network, 0, 0, successor=found[-1].code))
    return tuple(found)


def network_code(neighbourhood: Neighbourhood) -> str:
    """Return the made-up code of a neighbourhood's network."""
    return f"ZZ-N{neighbourhoods().index(neighbourhood) + 1:02d}"


def _share_aged_65(neighbourhood: Neighbourhood) -> float:
    """Return the share aged 65 and over, from the districts its patients live in."""
    first = next(i for i, (age, _) in enumerate(BANDS) if age == 65)
    shares = {slugify(d["name"]): sum(d["ages"][first:]) / sum(d["ages"]) for d in districts()}
    return sum(shares[slug] * share for slug, share in neighbourhood.lives_in.items())


def practice_rows() -> Iterator[Row]:
    """Yield the made-up practices as the organisation file would list them."""
    for p in practices():
        yield {
            "practice_code": p.code,
            "name": p.name,
            "postcode": None,
            "setting": "4",
            "opened": OPENED,
            "closed": CLOSED if p.successor else None,
        }


def network_rows() -> Iterator[Row]:
    """Yield the made-up memberships of networks."""
    names = {network_code(n): f"{n.name} PCN" for n in neighbourhoods()}
    for p in practices():
        yield {
            "practice_code": p.code,
            "pcn_code": p.network,
            "pcn_name": names[p.network],
            "start_date": NETWORKS_BEGAN,
            "end_date": CLOSED if p.successor else None,
        }


def successor_rows() -> Iterator[Row]:
    """Yield who took over from the closed practices."""
    for p in practices():
        if p.successor:
            yield {
                "practice_code": p.code,
                "successor_code": p.successor,
                "basis": "made up",
                "from_date": TAKEN_OVER,
            }


def list_rows() -> Iterator[Row]:
    """Yield the registered list of each open practice by broad age."""
    for p in practices():
        if not p.successor:
            yield {
                "practice_code": p.code,
                "year": LIST_YEAR,
                "under_65": p.list_size - p.aged_65,
                "over_65": p.aged_65,
            }
