"""Profiles and measure views read the gated rows and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.made_release import make_release
from wholeplace.core.errors import RunError
from wholeplace.measures.release import Release
from wholeplace.places.left_behind import widest_gaps
from wholeplace.places.measure_view import build_measure_view
from wholeplace.places.profile import build_profile
from wholeplace.places.reading import read_place
from wholeplace.places.sentences import apart


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return Release(make_release(tmp_path_factory.mktemp("release")))


def test_every_area_with_a_page_has_a_profile(release: Release) -> None:
    for area in release.areas.values():
        for basis in area.bases:
            profile = build_profile(release, area, basis)
            assert len(profile.headlines) <= 3
            order = [section.id for section in profile.sections]
            if basis == "treated_here":
                assert order == ["care"]
            else:
                assert profile.headlines[0].text.startswith("About")
                assert order == ["who", "health", "gaps", "care"]


def test_every_measure_has_a_view_in_every_kind_of_place(release: Release) -> None:
    for slug in ("fenland", "north-place", "cambridgeshire-and-peterborough-icb"):
        for measure in release.measures.values():
            view = build_measure_view(release, measure, release.areas_by_slug[slug])
            assert view.sentence.endswith(".")


def test_a_basis_the_place_does_not_have_is_refused(release: Release) -> None:
    with pytest.raises(RunError, match="Ask for resident"):
        read_place(release, release.areas_by_slug["fenland"], "registered")


def test_gaps_are_claimed_only_where_limits_are_apart_and_widest_come_first(
    release: Release,
) -> None:
    gaps = widest_gaps(read_place(release, release.areas_by_slug["fenland"]))

    assert gaps
    assert all(apart(one.group, one.reference) for one in gaps)
    ratios = [one.row.sure_ratio for one in gaps]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[-1] > 1


def test_headlines_come_from_different_parts_of_life(release: Release) -> None:
    profile = build_profile(release, release.areas_by_slug["fenland"])
    groups = [release.measures[h.measure].group for h in profile.headlines if h.measure]

    assert len(groups) == len(set(groups)) == 2


def test_a_place_without_any_numbers_still_has_a_page(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    folder = make_release(tmp_path)
    values = pq.read_table(folder / "values.parquet")
    pq.write_table(values.slice(0, 0), folder / "values.parquet")
    bare = Release(folder)

    profile = build_profile(bare, bare.areas_by_slug["fenland"])
    view = build_measure_view(bare, bare.measures["diabetes"], bare.areas_by_slug["fenland"])

    assert profile.headlines[0].text == "About 102,000 people live in Fenland."
    assert "no data is not the same as none" in view.sentence


def test_a_hospital_counts_care_and_is_not_compared_with_places(release: Release) -> None:
    hospital = release.areas_by_slug["riverside-hospital-trust-hospital-provider"]
    view = build_measure_view(release, release.measures["emergency_admissions"], hospital)
    table = build_profile(release, hospital).sections[0].tables[0]

    assert view.sentence == (
        "At Riverside Hospital Trust, there were about 40,000 emergency admissions."
    )
    assert "System" not in table.columns
