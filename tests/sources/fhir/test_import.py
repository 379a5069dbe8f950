"""FHIR all the way in: flattened, mapped by the mapping `fhir`, landed, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.fhir.made import Sender, coding, condition, observation, ods, patient
from tests.sources.fhir.test_contacts_and_treatments import ABOUT, encounter, immunization, request
from tests.sources.site import BY_NAME, RECEIVED
from wholeplace.core.errors import InputFileError
from wholeplace.definitions.mappings import MAPPINGS
from wholeplace.sources.landing import Store, Submission
from wholeplace.sources.mapping.importing import Imported, import_source


def _import(sender: Sender, folder: Path) -> Imported:
    (mapping,) = [mapping for mapping in MAPPINGS if mapping.name == "fhir"]
    store = Store(folder / "data", b"k" * 32, synthetic=True, threads=1)
    submission = Submission("fhir", "2026-03", RECEIVED)
    return import_source(mapping, sender.folder / "fhir", submission, BY_NAME, store)


def test_every_data_set_that_fhir_holds_is_landed_once(sender: Sender, tmp_path: Path) -> None:
    appointment = {
        "resourceType": "Appointment",
        "id": "a",
        "status": "noshow",
        "start": "2025-08-01T09:00:00Z",
        "participant": [{"actor": ods("RGT")}, {"actor": ABOUT}],
    }
    visit = encounter("g", "AMB", type=[coding("185317003")])
    sender.lines(
        "all.ndjson",
        [
            patient(), condition(), observation(), encounter("e"), encounter("f", "EMER"), visit,
            immunization("i"), request("m"), appointment, condition("bad", onsetDateTime="soon"),
        ],
    )  # fmt: skip
    sender.file("postcodes.csv", "pcds,lsoa21cd\nPE131AA,E01018100\n")

    done = _import(sender, tmp_path)
    again = _import(sender, tmp_path)

    loaded = {report.batch.dataset: report.batch.counts.loaded for report in done.landed}
    assert loaded == {
        "person": 1,
        "registration": 1,
        "residence": 1,
        "gp_event": 4,
        "vaccination": 1,
        "prescription": 1,
        "hospital_spell": 1,
        "emergency_attendance": 1,
        "outpatient_appointment": 1,
    }
    assert not any(report.batch.counts.rejected for report in done.landed)
    assert all(report.already for report in again.landed)
    assert done.resources is not None and done.resources.refused is not None
    assert "Condition/bad" in done.resources.refused.read_text()
    assert (tmp_path / "data" / "vault") in done.resources.refused.parents


def test_of_a_folder_with_a_file_cut_short_nothing_is_landed(
    sender: Sender, tmp_path: Path
) -> None:
    sender.lines("Patient.ndjson", [patient()])
    sender.file("Condition.ndjson", json.dumps(condition())[:-9])

    with pytest.raises(InputFileError, match=r"Condition\.ndjson, row 1"):
        _import(sender, tmp_path)

    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert [path.name for path in left] == [".import.lock"]
