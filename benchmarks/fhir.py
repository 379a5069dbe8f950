"""How fast FHIR becomes flat tables, against a plain reading of the same JSON, and what it holds.

    python benchmarks/fhir.py [MEGABYTES]

Writes NDJSON of invented people (a Patient, then conditions and blood pressures, about a kilobyte
each) of a tenth of MEGABYTES and of MEGABYTES (200 unless told otherwise), and flattens each in a
process of its own, so that its peak memory is its own; DuckDB is allowed 1 GB before it spills. The
yardstick is DuckDB reading the file as JSON and taking one element of each resource.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from wholeplace.sources.fhir.flattening import flatten

MEGABYTES = 200
ENTRIES_EACH = 60
SNOMED = "http://snomed.info/sct"
UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/"
META = {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}


def concept(code: str, display: str) -> dict[str, object]:
    """A coded entry."""
    coding = {"system": SNOMED, "code": code, "display": display}
    return {"coding": [coding], "text": display}


def pressure(code: str, display: str, value: int) -> dict[str, object]:
    """One component of a blood pressure."""
    quantity = {"value": value, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}
    return {"code": concept(code, display), "valueQuantity": {**quantity, "unit": "mmHg"}}


def resources(person: int) -> Iterator[dict[str, object]]:
    """Somebody's record."""
    yield {
        "resourceType": "Patient",
        "id": str(person),
        "meta": {**META, "profile": [f"{UK_CORE}UKCore-Patient"]},
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": str(person)}],
        "gender": "female",
        "birthDate": f"{1930 + person % 80}-04-01",
        "address": [{"use": "home", "postalCode": "PE13 1AA"}],
    }
    about = {"reference": f"Patient/{person}"}
    for number in range(ENTRIES_EACH):
        head = {"id": f"{person}-{number}", "subject": about}
        day = f"{2016 + number % 10}-{1 + number % 12:02}-02"
        if number % 2:
            meta = {**META, "profile": [f"{UK_CORE}UKCore-Condition"]}
            code = concept("195967001", "Asthma")
            said = {"onsetDateTime": day, "note": [{"text": "As told at the surgery. " * 12}]}
            yield {"resourceType": "Condition", **head, "meta": meta, "code": code, **said}
        else:
            meta = {**META, "profile": [f"{UK_CORE}UKCore-Observation-VitalSigns-BloodPressure"]}
            parts = [
                pressure("271649006", "Systolic blood pressure", 110 + number),
                pressure("271650006", "Diastolic blood pressure", 70 + number % 20),
            ]
            yield {"resourceType": "Observation", **head, "meta": meta, "status": "final",
                   "code": concept("75367002", "Blood pressure"), "component": parts,
                   "effectiveDateTime": f"{day}T09:30:00+00:00"}  # fmt: skip


def write(path: Path, megabytes: float) -> None:
    """Write people until the file is large enough."""
    person = 0
    with path.open("w") as handle:
        while handle.tell() < megabytes * 1e6:
            person += 1
            handle.writelines(json.dumps(made) + "\n" for made in resources(person))


def scan(path: Path) -> float:
    """Seconds to read the file as JSON."""
    duck = duckdb.connect()
    start = time.perf_counter()
    duck.read_json(str(path), columns={"id": "VARCHAR"}, format="newline_delimited").aggregate(
        "count(id)"
    ).fetchall()
    return time.perf_counter() - start


def measure(source: Path, target: Path) -> None:
    """Flatten a file; print seconds, seconds of processor, and peak gigabytes."""
    start = time.perf_counter()
    account = flatten(source, target, date(2026, 3, 1), memory_limit="1GB")
    seconds = time.perf_counter() - start
    assert account.read == sum(kind.used for kind in account.kinds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6)


def main(megabytes: float) -> None:
    """Print seconds, megabytes a second, the ratio to the scan, processor time, peak memory."""
    print(f"{'MB':>7}{'scan s':>9}{'flatten s':>11}{'MB/s':>7}{'÷ scan':>8}{'CPU s':>8}{'GB':>7}")
    with tempfile.TemporaryDirectory() as name:
        for size in (megabytes / 10, megabytes):
            path = Path(name) / f"{size:.0f}.ndjson"
            write(path, size)
            scanned = min(scan(path) for _ in range(3))
            target = Path(name) / f"flat-{size:.0f}"
            command = [sys.executable, __file__, "--measure", str(path), str(target)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, processor, gigabytes = map(float, said.split())
            print(
                f"{size:>7.0f}{scanned:>9.2f}{seconds:>11.1f}{size / seconds:>7.1f}"
                f"{seconds / scanned:>8.0f}{processor:>8.1f}{gigabytes:>7.2f}"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
