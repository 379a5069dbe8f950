"""The same people through OMOP, FHIR and CSV: every released value is the same."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.acceptance.eunomia import Eunomia
from tests.acceptance.same_people import as_csv, as_fhir
from tests.sources.site import BY_NAME
from wholeplace.definitions.mappings import MAPPINGS
from wholeplace.sources.landing import Store, Submission
from wholeplace.sources.mapping.applying import apply_mapping
from wholeplace.sources.mapping.importing import workshop
from wholeplace.sources.mapping.library import find_mapping

RECEIVED = dt.date(2019, 7, 31)
CLEAR = """\
[installation]
name = "Eunomia"
identity = "clear"
synthetic = true
[run]
earlier_years = 0
[disclosure]
protect_sums = false
"""
RELEASED = ("values.parquet", "comorbidity.parquet")


@pytest.fixture(scope="module")
def omop(landed: Eunomia, counted: dict[str, int]) -> Eunomia:
    return landed


@pytest.fixture(scope="module")
def extracts(omop: Eunomia, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the OMOP mapping makes of Eunomia."""
    known = {mapping.name: mapping for mapping in MAPPINGS}
    mapping = find_mapping(str(repository / "examples" / "eunomia" / "eunomia.toml"), known)
    folder = tmp_path_factory.mktemp("mapped")
    store = Store(folder / "work", b"k" * 32)
    with workshop(store.data_folder, BY_NAME, store) as work:
        submission = Submission("eunomia", "2019-07", RECEIVED)
        apply_mapping(mapping, omop.omop, folder / "extracts", submission, work)
    return folder / "extracts"


@pytest.fixture(scope="module")
def through_csv(omop: Eunomia, extracts: Path) -> Eunomia:
    made = _beside(omop, extracts.parent / "csv")
    as_csv(extracts, made.folder / "extracts")
    made.command("land", "extracts")
    made.run()
    return made


@pytest.fixture(scope="module")
def through_fhir(omop: Eunomia, extracts: Path) -> Eunomia:
    made = _beside(omop, extracts.parent / "fhir", CLEAR)
    as_fhir(extracts, made.folder / "sent")
    said = made.command(
        *("import", "fhir", "sent", "--period", "2019-07", "--received", str(RECEIVED))
    )
    assert "refused" not in said
    made.run()
    return made


def test_csv_gives_the_values_of_omop(omop: Eunomia, through_csv: Eunomia) -> None:
    for name in RELEASED:
        assert _released(through_csv, name) == _released(omop, name)


def test_fhir_gives_the_values_of_omop(omop: Eunomia, through_fhir: Eunomia) -> None:
    assert len(_released(omop, "values.parquet")) > 100_000
    for name in RELEASED:
        assert _released(through_fhir, name) == _released(omop, name)


def _beside(omop: Eunomia, folder: Path, settings: str = "") -> Eunomia:
    """An installation with the same geography and nothing landed."""
    made = replace(omop, folder=folder)
    made.folder.mkdir()
    shutil.copyfile(omop.folder / "wholeplace.toml", made.folder / "wholeplace.toml")
    if settings:
        (made.folder / "wholeplace.toml").write_text(settings)
    reference = Path("data", "record", "reference")
    shutil.copytree(omop.folder / reference, made.folder / reference)
    return made


def _released(made: Eunomia, name: str) -> pa.Table:
    table = pq.read_table(made.release_zone / made.run_id / name)
    return table.sort_by([(column, "ascending") for column in table.column_names])
