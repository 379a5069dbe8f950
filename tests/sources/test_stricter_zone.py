"""Partners' flags land in a zone of their own, which nothing else looks into."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from tests.sources.site import BY_NAME
from wholeplace.sources.batches import LandingError, all_batches, places_of
from wholeplace.sources.landing import land_together
from wholeplace.sources.submission import Extract

FLAGS = (
    "flag_id,local_id,nhs_number,sender_type,flag,start_date,end_date\n"
    "1,a,9990000042,council,homelessness_duty,2025-11-02,\n"
    "2,b,,council,food_support,2025-11-03,2025-11-01\n"
)


def test_everything_of_a_flag_stays_inside_the_zones_own_folder(site):
    report = site.land("partner_flag", FLAGS, source="councils")
    data = site.store.data_folder

    assert report.batch.zone == "partner"
    assert {path.relative_to(data).parts[0] for path in data.rglob("*") if path.is_file()} == {
        "partner"
    }
    kept = places_of(data, report.batch)
    assert all(
        path.is_relative_to(data / "partner") for path in (kept.record, kept.vault, kept.rejects)
    )
    assert site.rejects(report) == [(2, "end_date", "2025-11-01")]


def test_only_its_owner_may_open_the_zone(site):
    site.land("partner_flag", FLAGS, source="councils")
    zone = site.store.data_folder / "partner"
    for folder in (zone, zone / "vault", zone / "record"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_flags_are_not_among_the_batches_of_care(site):
    site.land("person", "local_id,birth_date\na,1980-01-01\n")
    site.land("partner_flag", FLAGS, source="councils")
    data = site.store.data_folder
    assert [batch.dataset for batch in all_batches(data)] == ["person"]
    assert [batch.dataset for batch in all_batches(data, "partner")] == ["partner_flag"]


def test_landing_flags_twice_changes_nothing(site):
    first = site.land("partner_flag", FLAGS, source="councils")
    before = site.snapshot()
    again = site.land("partner_flag", FLAGS, source="councils")
    assert again.already
    assert again.batch == first.batch
    assert site.snapshot() == before


def test_flags_do_not_land_together_with_care(site):
    says = replace(site.submission, source="councils")
    extracts = [
        Extract(BY_NAME["partner_flag"], site.file(FLAGS, "flags.csv"), says),
        Extract(BY_NAME["person"], site.file("local_id\na\n", "person.csv"), says),
    ]
    with pytest.raises(LandingError, match="different zones"):
        land_together(extracts, site.store)
    assert not list(site.store.data_folder.glob("*"))
