"""A run reads no flag of the stricter zone unless the settings name its purpose and the flag."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.measures.small_installation import DEFINITIONS, PACKAGES, Installation, fresh, landed
from wholeplace.core.errors import DefinitionError, SettingsError
from wholeplace.core.settings import Definitions, Partners
from wholeplace.measures.orders import PURPOSE, prepare
from wholeplace.record.runs import final_folders

OURS = '''
"""Counts of two flags, for the tests of the stricter zone."""

from wholeplace.measures.measure import measure, total
from wholeplace.record.attributes import activity

SAYS = {"numerator": "Flags.", "denominator": "People.", "not_in_it": "Nobody."}


@activity(title="Duties", dataset="partner_flag", date="start_date", flag="HOMELESSNESS_DUTY")
def duties(row):
    """Homelessness duties."""
    return row.flag == "HOMELESSNESS_DUTY"


@activity(title="Food", dataset="partner_flag", date="start_date", flag="FOOD_SUPPORT")
def food(row):
    """Food given."""
    return row.flag == "FOOD_SUPPORT"


@measure(title="Duties", statistic="rate", per=1000, says="duties", flow="duties", **SAYS)
def duty_rate(person):
    """Homelessness duties."""
    return total(person.duties)


@measure(title="Food", statistic="rate", per=1000, says="food", flow="food", **SAYS)
def food_rate(person):
    """Food given."""
    return total(person.food)
'''
UNNAMED = '''
"""An activity that reads flags and does not say which."""

from wholeplace.record.attributes import activity


@activity(title="Any flag", dataset="partner_flag", date="start_date")
def any_flag(row):
    """Any flag."""
    return row.flag.notnull()
'''


@pytest.fixture
def flagged(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that was sent a duty and a food flag of each of thirty people."""
    base = tmp_path_factory.getbasetemp()
    made = fresh(base, tmp_path).of_one_year()
    numbers = [life.nhs_number for life in landed(base)[1] if life.present][:30]
    rows = [
        {
            "flag_id": f"{code}{place}",
            "local_id": f"C{place}",
            "nhs_number": number,
            "nhs_number_status": "01",
            "sender_type": "COUNCIL",
            "flag": code,
            "start_date": "2025-10-01",
        }
        for code in ("HOMELESSNESS_DUTY", "FOOD_SUPPORT")
        for place, number in enumerate(numbers)
    ]
    made.land("partner_flag", rows, source="councils")
    return made


def allowing(made: Installation, definitions: str, **partners: Any) -> Installation:
    folder = made.folder / "definitions"
    folder.mkdir(exist_ok=True)
    (folder / "ours.py").write_text(definitions, encoding="utf-8")
    made.settings = dataclasses.replace(
        made.settings,
        partners=Partners(**partners),
        definitions=Definitions(PACKAGES, [str(DEFINITIONS), str(folder)]),
    )
    return made


def test_by_default_no_run_reads_a_flag(flagged: Installation) -> None:
    made = allowing(flagged, OURS)
    prepared = prepare(made.order())
    assert not prepared.flags
    assert "partner_flag" not in {batch.dataset for batch in prepared.batches}

    # A run never opens the zone: it need not even be able to.
    (made.data / "partner").chmod(0o000)
    try:
        run_id = made.run()
    finally:
        (made.data / "partner").chmod(0o700)
    missing = made.release(run_id).manifest.details["not_produced"]
    assert missing["duty_rate"] == "the settings do not let a run read HOMELESSNESS_DUTY"
    assert missing["food_rate"] == "the settings do not let a run read FOOD_SUPPORT"
    person = pq.read_table(final_folders(made.data, run_id).record / "person.parquet")
    assert not any(person["duties"].to_pylist() + person["food"].to_pylist())


def test_a_run_reads_the_flags_allowed_and_no_others(flagged: Installation) -> None:
    made = allowing(flagged, OURS, purpose=PURPOSE, flags=["HOMELESSNESS_DUTY"])
    run_id = made.run()
    details = made.release(run_id).manifest.details
    assert "duty_rate" not in details["not_produced"]
    assert details["not_produced"]["food_rate"] == "the settings do not let a run read FOOD_SUPPORT"
    assert details["partner_flags"] == ["HOMELESSNESS_DUTY"]
    person = pq.read_table(final_folders(made.data, run_id).record / "person.parquet")
    assert sum(person["duties"].to_pylist()) == 30
    assert not any(person["food"].to_pylist())


def test_what_is_allowed_names_the_run(flagged: Installation) -> None:
    closed = prepare(allowing(flagged, OURS).order()).run_id
    opened = allowing(flagged, OURS, purpose=PURPOSE, flags=["FOOD_SUPPORT"])
    assert prepare(opened.order()).run_id != closed


def test_another_purpose_stops_the_run_before_anything_is_read(flagged: Installation) -> None:
    made = allowing(flagged, OURS, purpose="direct care", flags=["FOOD_SUPPORT"])
    with pytest.raises(SettingsError, match="a run is for"):
        made.run()


def test_an_activity_that_reads_flags_must_say_which(flagged: Installation) -> None:
    with pytest.raises(DefinitionError, match="any_flag reads partner_flag and names no flag"):
        prepare(allowing(flagged, UNNAMED).order())
