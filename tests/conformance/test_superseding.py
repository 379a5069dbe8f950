"""Late, corrected and repeated submissions leave the same rows on either engine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.conformance.both import Both, same
from tests.sources.site import Site
from wholeplace.definitions.datasets import DATASETS
from wholeplace.record.landed import landed_datasets
from wholeplace.sources.batches import all_batches
from wholeplace.sources.superseding import known

SPELL = "spell_id,local_id,provider_code,admission_date,discharge_date\n"
EVENT = "local_id,event_date,code,value\n"
SUBMISSIONS = [
    (
        "hospital_spell",
        "full",
        "2026-01",
        SPELL + "s1,a,RGT01,2026-01-05,\ns2,a,RGT01,2026-01-09,\n",
    ),
    ("hospital_spell", "increment", "2026-02", SPELL + "s1,a,RGT01,2026-01-05,2026-02-02\n"),
    (
        "hospital_spell",
        "period",
        "2026-02",
        SPELL + "s3,a,RGT01,2026-02-01,\ns4,b,RGT01,2026-02-03,\n",
    ),
    ("hospital_spell", "period", "2026-02", SPELL + "s3,a,RGT01,2026-02-02,\n"),
    ("gp_event", "full", "2026-01", EVENT + "a,2026-01-05,44054006,\na,2026-01-06,271649006,140\n"),
    (
        "gp_event",
        "increment",
        "2026-02",
        EVENT + "a,2026-01-05,44054006,\nb,2026-02-06,44054006,\n",
    ),
    ("gp_event", "period", "2026-01-06", EVENT + "a,2026-01-06,271649006,141.5\n"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Site(tmp_path_factory.mktemp("superseding"))
    made.land("person", "local_id\na\nb\n")
    made.land("registration", "local_id,practice_code,start_date\na,D81001,2015-01-01\n")
    made.land("residence", "local_id,lsoa21,start_date\na,E01018183,2015-01-01\n")
    for day, (dataset, kind, period, content) in enumerate(SUBMISSIONS):
        received = dt.date(2026, 5, 1) + dt.timedelta(days=day)
        made.land(dataset, content, kind=kind, period=period, received=received)
    return made.store.data_folder


@pytest.mark.parametrize(
    ("dataset", "days"),
    [*(("hospital_spell", days) for days in range(4)), *(("gp_event", days) for days in (4, 5, 6))],
)
def test_both_engines_read_the_same_rows_at_every_date(
    both: Both, site: Path, dataset: str, days: int
) -> None:
    batches = known(all_batches(site), dt.date(2026, 5, 1) + dt.timedelta(days=days))

    one, other = (
        engine.fetch(landed_datasets(engine, site, batches, DATASETS)[dataset])
        for engine in both.engines
    )

    same(one.select(sorted(one.column_names)), other.select(sorted(other.column_names)))
