"""Measurements, moves and changes of practice come through FHIR as they went in, row for row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.acceptance.same_people import as_fhir
from tests.sources.site import BY_NAME
from wholeplace import geography
from wholeplace.definitions.mappings import MAPPINGS
from wholeplace.sources.fhir.source import flatten_source
from wholeplace.sources.landing import Store, Submission
from wholeplace.sources.mapping.applying import apply_mapping
from wholeplace.sources.mapping.importing import workshop
from wholeplace.sources.synthetic import synthesise

AS_AT, RECEIVED = dt.date(2026, 3, 31), dt.date(2026, 4, 10)
PEOPLE = 1_000
COMPARED = {
    "person": ("family_name", "given_name", "birth_date", "sex", "ethnic_category", "death_date"),
    "registration": ("practice_code", "start_date", "end_date"),
    "residence": ("lsoa21", "lsoa11", "start_date", "end_date"),
    "gp_event": ("event_date", "code", "value", "unit"),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What practices send of a synthetic population."""
    folder = tmp_path_factory.mktemp("measured")
    made_up = geography.build(None, folder / "reference")
    made = synthesise(made_up, PEOPLE, 5, AS_AT, folder / "synthetic", errors=False)
    return made.extracts / "gp"


@pytest.fixture(scope="module")
def received(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the FHIR mapping makes of the same people."""
    folder = tmp_path_factory.mktemp("received")
    as_fhir(sent, folder / "fhir")
    (mapping,) = [mapping for mapping in MAPPINGS if mapping.name == "fhir"]
    submission = Submission("gp", "2026-03", RECEIVED)
    store = Store(folder / "data", b"k" * 32)
    account = flatten_source(folder / "fhir", folder / "tables", submission, store)
    assert account.refused is None
    with workshop(folder / "work", BY_NAME, store) as work:
        apply_mapping(mapping, folder / "tables", folder / "mapped", submission, work)
    return folder / "mapped"


@pytest.mark.parametrize("dataset", COMPARED)
def test_every_row_comes_through(sent: Path, received: Path, dataset: str) -> None:
    expected = _rows(sent, dataset)

    assert _rows(received, dataset) == expected
    assert sum(expected.values()) >= PEOPLE


def test_measurements_are_among_them(sent: Path) -> None:
    units = {row[-1] for row in _rows(sent, "gp_event")}

    assert {"mm[Hg]", "kg/m2", "mmol/mol"} <= units


def _rows(folder: Path, dataset: str) -> Counter[tuple[Any, ...]]:
    table = pq.read_table(folder / f"{dataset}.parquet").to_pylist()
    return Counter(tuple(_plain(row.get(name)) for name in COMPARED[dataset]) for row in table)


def _plain(value: Any) -> Any:
    """A value without the type a column has: a day as a day, a code as text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return value
    return None if value is None else str(value)
