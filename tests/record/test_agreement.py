"""Where sources disagree about a person, drawn: what each of them says, and what is counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.record.agreement import Compared, count_agreement
from wholeplace.sources.contracts import Dataset

AS_AT = dt.date(2026, 3, 31)
CONTRACTS = [
    dataset
    for dataset in Registry.load(["wholeplace.definitions.datasets"]).all(Dataset)
    if dataset.name in ("person", "hospital_spell", "outpatient_appointment")
]
FACTS: dict[str, tuple[str, ...]] = {
    "person": ("ethnic_category",),
    "hospital_spell": ("admission_date", "ethnic_category", "sex", "practice_code"),
    "outpatient_appointment": ("appointment_date", "sex"),
}
TYPES = {"record_id": pa.int64(), "person": pa.int64()}
# Records 1 and 11 are of the first person, 2 and 12 of the second, and 3 and 13 of the third.
LINKS = "record_id person\n1 1\n2 2\n3 3\n11 1\n12 2\n13 3\n21 1"
ROWS = {
    "person": """
        record_id source received   ethnic_category
        1         gp     2026-04-10 A
        2         gp     2026-04-10 Z
        3         gp     2026-04-10 -
        """,
    "hospital_spell": """
        record_id source received   admission_date ethnic_category sex practice_code
        11        cuh    2026-04-10 2025-06-01     B               1   P1
        11        cuh    2026-04-10 2025-07-01     H               2   P2
        11        cuh    2026-04-10 2026-04-02     S               2   P1
        12        cuh    2026-04-10 2025-06-01     99              9   -
        13        cuh    2026-04-10 2020-06-01     M               -   P1
        21        wsft   2026-04-10 2025-05-01     Z               1   P1
        99        cuh    2026-04-10 2025-05-01     A               1   P1
        """,
    "outpatient_appointment": """
        record_id source received   appointment_date sex
        11        cuh    2026-04-10 2025-06-01       1
        """,
}
PEOPLE = """
    person birth_date sex     practice registered_from registered_to
    1      1950-04-01 female  P1       2025-05-15      -
    2      -          unknown P2       2020-01-01      -
    3      1960-01-31 male    P1       2020-01-01      2021-01-01
    """
IDENTIFIERS = """
    record_id source birth_date registry
    1         gp     1950-04-01 yes
    11        cuh    1950-04-01 no
    11        cuh    1950-04-02 no
    12        cuh    1970-01-01 no
    13        wsft   1961-02-28 no
    99        wsft   1961-02-28 no
    """


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("engine")
    with duckdb_engine(folder / "scratch", threads=1) as made:
        yield made


def drawn(text: str) -> pa.Table:
    """A table drawn in words parted by spaces, a dash for a blank."""
    names, *lines = (line.split() for line in text.strip().splitlines())
    columns: dict[str, Any] = {}
    for name, cells in zip(names, zip(*lines, strict=True), strict=True):
        told = [None if cell == "-" else cell for cell in cells]
        if name in TYPES:
            columns[name] = pa.array([int(cell) for cell in cells])
        elif name == "registry":
            columns[name] = pa.array([cell == "yes" for cell in cells])
        elif name == "received" or "date" in name or name.startswith("registered_"):
            days = [dt.date.fromisoformat(day) if day else None for day in told]
            columns[name] = pa.array(days, pa.date32())
        else:
            columns[name] = pa.array(told, pa.string())
    return pa.table(columns)


def counted(engine: Engine, rows: dict[str, str]) -> dict[str, set[tuple[Any, ...]]]:
    """Subject → data set, source, what the register says, what the other says, and how many."""
    datasets = {name: drawn(text) for name, text in rows.items()}
    # Hospitals write down the practice beside their own code.
    spells = datasets["hospital_spell"]
    datasets["hospital_spell"] = spells.append_column("provider_code", spells["source"])
    compared = Compared(
        datasets={name: engine.table(table) for name, table in datasets.items()},
        contracts=CONTRACTS,
        links=engine.table(drawn(LINKS)),
        identifiers=engine.table(drawn(IDENTIFIERS)),
        people=engine.table(drawn(PEOPLE)),
        as_at=AS_AT,
    )
    found: dict[str, set[tuple[Any, ...]]] = {}
    for row in count_agreement(engine, compared).to_pylist():
        found.setdefault(row["subject"], set()).add(tuple(list(row.values())[1:]))
    return found


def test_what_each_source_says_is_counted_beside_what_the_register_says(engine: Engine) -> None:
    found = counted(engine, ROWS)

    spell = "hospital_spell"
    # What was recorded after the day counts for nothing; the latest of the sixteen is taken.
    assert found["ethnicity"] == {
        (spell, "cuh", "white", "asian", 1),
        (spell, "wsft", "white", "not_stated", 1),
        (spell, "cuh", "not_stated", "unknown", 1),
        (spell, "cuh", "unknown", "black", 1),
    }
    assert found["sex"] == {
        (spell, "cuh", "female", "female", 1),
        (spell, "wsft", "female", "male", 1),
        (spell, "cuh", "unknown", "unknown", 1),
        (spell, "cuh", "male", "unknown", 1),
        ("outpatient_appointment", "cuh", "female", "male", 1),
    }
    assert found["birth date"] == {
        ("", "cuh", "", "3 of 3 parts", 1),
        ("", "cuh", "", "2 of 3 parts", 1),
        ("", "cuh", "", "unknown", 1),
        ("", "wsft", "", "0 of 3 parts", 1),
    }
    assert found["practice"] == {
        (spell, "cuh", "", "the same", 1),
        (spell, "cuh", "", "another", 1),
        (spell, "cuh", "", "unknown", 1),
        (spell, "wsft", "", "not registered here that day", 1),
    }


def test_sex_is_not_counted_of_a_data_set_that_does_not_tell_it(engine: Engine) -> None:
    spells = drawn(ROWS["hospital_spell"])
    assert "sex" in spells.column_names
    without = "\n".join(
        " ".join(cell for place, cell in enumerate(line.split()) if place != 5)
        for line in ROWS["hospital_spell"].strip().splitlines()
    )

    found = counted(engine, ROWS | {"hospital_spell": without})

    assert found["sex"] == {("outpatient_appointment", "cuh", "female", "male", 1)}
    assert len(found["ethnicity"]) == 4
