"""What a run may know: the batches received by a day, and of each row the version sent last."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.sources.site import Site
from wholeplace.core.engine import Engine
from wholeplace.core.errors import RunError
from wholeplace.definitions.datasets import DATASETS
from wholeplace.record.landed import landed_datasets, landed_identifiers
from wholeplace.sources.batches import all_batches
from wholeplace.sources.superseding import known

MARCH, APRIL, MAY = dt.date(2026, 3, 10), dt.date(2026, 4, 10), dt.date(2026, 5, 10)
LATER = dt.date(2027, 1, 1)
PERSON = "local_id,nhs_number,nhs_number_status,birth_date\n"
REGISTRATION = "local_id,practice_code,start_date,end_date\n"
RESIDENCE = "local_id,lsoa21,start_date\n"
SPELL = "spell_id,local_id,nhs_number,provider_code,admission_date,discharge_date\n"


@pytest.fixture(scope="module")
def landed_in_march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with one person landed in March."""
    made = Site(tmp_path_factory.mktemp("march"))
    made.land("person", PERSON + "a,9990000018,01,1950-04-01\n", received=MARCH)
    made.land("registration", REGISTRATION + "a,D81001,2015-01-01,\n", received=MARCH)
    made.land("residence", RESIDENCE + "a,E01018183,2015-01-01\n", received=MARCH)
    return made.folder


@pytest.fixture
def site(landed_in_march: Path, tmp_path: Path) -> Site:
    """That installation, to land more in."""
    return Site(Path(shutil.copytree(landed_in_march, tmp_path / "site")))


def rows(
    engine: Engine, site: Site, dataset: str, known_at: dt.date = LATER
) -> list[dict[str, Any]]:
    """A dataset as a run sees it that may know what had come by a day."""
    data = site.store.data_folder
    found = landed_datasets(engine, data, known(all_batches(data), known_at), DATASETS)
    return engine.fetch(found[dataset]).to_pylist()


def test_a_run_knows_only_what_had_been_received(engine: Engine, site: Site) -> None:
    more = REGISTRATION + "b,D81001,2015-01-01,\n"
    site.land("registration", more, received=APRIL, kind="increment", period="2026-04")

    assert len(rows(engine, site, "registration", MARCH)) == 1
    assert len(rows(engine, site, "registration", APRIL - dt.timedelta(days=1))) == 1
    assert len(rows(engine, site, "registration", APRIL)) == 2


def test_a_later_full_submission_replaces_all_that_its_source_had_sent(
    engine: Engine, site: Site
) -> None:
    site.land("registration", REGISTRATION + "b,D81002,2016-01-01,\n", received=APRIL)

    assert [row["practice_code"] for row in rows(engine, site, "registration")] == ["D81002"]
    assert [r["practice_code"] for r in rows(engine, site, "registration", MARCH)] == ["D81001"]


def test_a_full_submission_replaces_nothing_of_another_source(engine: Engine, site: Site) -> None:
    site.land("registration", REGISTRATION + "a,D81002,2016-01-01,\n", source="other gp")

    assert {row["source"] for row in rows(engine, site, "registration")} == {"gp", "other gp"}


def test_a_row_sent_again_with_its_end_replaces_the_open_one(engine: Engine, site: Site) -> None:
    ended = REGISTRATION + "a,D81001,2015-01-01,2026-04-02\n"
    site.land("registration", ended, received=APRIL, kind="increment", period="2026-04")

    before = rows(engine, site, "registration", MARCH)
    after = rows(engine, site, "registration")

    assert [row["end_date"] for row in before] == [None]
    assert [row["end_date"] for row in after] == [dt.date(2026, 4, 2)]


def test_a_stay_sent_open_and_then_closed_is_one_stay(engine: Engine, site: Site) -> None:
    first = (
        SPELL + "s1,a,9990000018,RGT01,2026-03-01,\ns2,a,9990000018,RGT01,2026-02-01,2026-02-03\n"
    )
    second = SPELL + "s1,a,9990000018,RGT01,2026-03-01,2026-04-05\n"
    site.land("hospital_spell", first, source="cuh", received=MARCH, kind="increment")
    site.land("hospital_spell", second, source="cuh", received=APRIL, kind="increment")
    site.land("hospital_spell", first, source="papworth", received=MARCH, kind="increment")

    found = [row for row in rows(engine, site, "hospital_spell") if row["source"] == "cuh"]

    assert {row["spell_id"]: row["discharge_date"] for row in found} == {
        "s1": dt.date(2026, 4, 5),
        "s2": dt.date(2026, 2, 3),
    }
    assert len(found) == 2
    assert len(rows(engine, site, "hospital_spell")) == 4


def test_of_two_versions_received_on_one_day_the_one_landed_last_counts(
    engine: Engine, site: Site
) -> None:
    for end in ("2026-03-02", "2026-03-03"):
        again = REGISTRATION + f"a,D81001,2015-01-01,{end}\n"
        site.land("registration", again, received=MARCH, kind="increment", period=end)

    assert [row["end_date"] for row in rows(engine, site, "registration")] == [dt.date(2026, 3, 3)]


def test_every_row_says_where_it_came_from_and_when_it_was_known(
    engine: Engine, site: Site
) -> None:
    row = rows(engine, site, "person")[0]

    assert (row["source"], row["received"]) == ("gp", MARCH)
    assert "nhs_number" not in row and "local_id" not in row


@pytest.mark.parametrize("missing", ["person", "registration", "residence"])
def test_a_run_without_a_dataset_it_needs_says_which(
    engine: Engine, site: Site, missing: str
) -> None:
    data = site.store.data_folder
    batches = [batch for batch in all_batches(data) if batch.dataset != missing]

    with pytest.raises(RunError, match=f"Nothing was landed for {missing}"):
        landed_datasets(engine, data, batches, DATASETS)


def test_a_dataset_that_was_not_landed_is_absent_and_not_empty(engine: Engine, site: Site) -> None:
    data = site.store.data_folder

    assert set(landed_datasets(engine, data, all_batches(data), DATASETS)) == {
        "person",
        "registration",
        "residence",
    }


def test_linkage_is_given_the_numbers_of_every_dataset_that_carries_them(
    engine: Engine, site: Site
) -> None:
    site.land("hospital_spell", SPELL + "s1,x,9990000026,RGT01,2026-03-01,\n", source="cuh")
    data = site.store.data_folder

    found = engine.fetch(landed_identifiers(engine, data, all_batches(data), DATASETS)).to_pylist()

    assert [
        (row["source"], row["nhs_number"], row["birth_date"], row["registry"])
        for row in sorted(found, key=lambda row: row["source"])
    ] == [("cuh", "9990000026", None, False), ("gp", "9990000018", dt.date(1950, 4, 1), True)]
