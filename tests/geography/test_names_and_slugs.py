"""Names as pages show them, and the addresses made from them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import GeographyError
from wholeplace.geography.names import match_key, network_name, tidy
from wholeplace.geography.slugs import SUFFIXES, area_slug, check_unique, slugify
from wholeplace.geography.system import neighbourhood_of, neighbourhoods
from wholeplace.geography.tables import AREA_TYPES


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("ST. GEORGE'S MEDICAL CENTRE", "St. George's Medical Centre"),
        ("ORCHARD SURGERY,MELBOURN", "Orchard Surgery, Melbourn"),
        ("Orchard Surgery,Melbourn", "Orchard Surgery, Melbourn"),
        ("NENE VALLEY AND HODGSON MEDICAL PRACTICE", "Nene Valley and Hodgson Medical Practice"),
        ("BMC PASTON PCN", "BMC Paston PCN"),
        ("A1 NETWORK PCN", "A1 Network PCN"),
        ("Lakeside  Healthcare St Neots", "Lakeside Healthcare St Neots"),
    ],
)
def test_names_in_capitals_become_readable(printed: str, shown: str) -> None:
    assert tidy(printed) == shown


def test_a_network_is_shown_without_the_letters_pcn() -> None:
    assert network_name("CAMBRIDGE CITY 4 PCN") == "Cambridge City 4"


@pytest.mark.parametrize(
    ("network", "neighbourhood", "place"),
    [
        ("CENTRAL THISTLEMOOR & THORPE PCN", "Central, Thistlemoor & Thorpe", "north"),
        ("CAMBRIDGE NORTH VILLAGES PCN", "Cambridge Northern Villages", "south"),
        ("CANTAB MEDICAL PRACTICES PCN", "Cantab", "south"),
        ("Bretton Park and Hampton PCN", "Bretton Park & Hampton", "north"),
    ],
)
def test_a_network_finds_its_neighbourhood_by_name(
    network: str, neighbourhood: str, place: str
) -> None:
    found = neighbourhood_of(network)
    assert (found.name, found.place) == (neighbourhood, place)


def test_a_network_of_no_neighbourhood_is_refused_with_the_remedy() -> None:
    with pytest.raises(GeographyError, match=r"neighbourhoods\.toml"):
        neighbourhood_of("SALFORD CENTRAL PCN")


def test_no_name_belongs_to_two_neighbourhoods() -> None:
    keys = [match_key(name) for n in neighbourhoods() for name in (n.name, *n.also)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("area_type", "name", "code", "slug"),
    [
        ("district", "Fenland", "E07000010", "fenland"),
        ("pcn", "Fenland", "U66904", "fenland-pcn"),
        ("upper_tier", "Peterborough", "E06000031", "peterborough-upper-tier"),
        ("msoa", "Fenland 001", "E02003725", "fenland-001-msoa"),
        ("place", "North", "north", "north-place"),
        (
            "practice",
            "Lensfield Medical Practice",
            "D81001",
            "lensfield-medical-practice-d81001-practice",
        ),
        ("pcn", "Bretton Park & Hampton", "U81217", "bretton-park-and-hampton-pcn"),
        ("ward", "Fletton & Woodston", "E05010810", "fletton-and-woodston-ward"),
    ],
)
def test_addresses(area_type: str, name: str, code: str, slug: str) -> None:
    assert area_slug(area_type, name, code) == slug


def test_every_kind_of_area_has_its_own_suffix() -> None:
    assert set(SUFFIXES) == set(AREA_TYPES)
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)


@given(st.text())
def test_a_slug_is_safe_in_an_address_and_making_it_twice_changes_nothing(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert slugify(slug) == slug


def test_two_areas_may_not_share_an_address() -> None:
    check_unique(["fenland", "fenland-pcn"])
    with pytest.raises(GeographyError, match="share one page address: fenland"):
        check_unique(["fenland", "ely", "fenland"])
