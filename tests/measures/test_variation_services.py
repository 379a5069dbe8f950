"""Services compared: who gives what, to whom, with clustered people and hospitals that are late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.registry import Registry
from wholeplace.measures.broad_cells import groups_of
from wholeplace.measures.clustering import clustering
from wholeplace.measures.measure import Measure, count, total
from wholeplace.measures.unit_cost import UnitCost
from wholeplace.measures.variation.code_names import names_of
from wholeplace.measures.variation.rows import Question
from wholeplace.measures.variation.service_cube import (
    WHO,
    Asked,
    asked_of,
    service_cube,
    who_was_treated,
)
from wholeplace.measures.variation.services import CASE_MIX, clustered, compared_services
from wholeplace.record.attributes import Activity
from wholeplace.statistics import PROFILES

AS_AT = dt.date(2026, 3, 31)
MISSED = Asked(
    name="appointments_missed",
    title="Missed",
    says="were missed",
    of="appointments",
    better="lower",
    dataset="appointment",
    among=lambda row: row.attended.isin(("3", "5")),
    counted=lambda row: row.attended == "3",
    specialty="specialty",
    priority=lambda row: ibis.null("string"),
    doc="Appointments.",
    source="Made for tests",
    not_in_it="Nobody.",
    months=12,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with duckdb_engine(tmp_path / "scratch", "500MB", 1) as made:
        yield made


def cube(engine: Engine, drawn: str) -> list[dict[str, Any]]:
    """Rows of the cube of appointments drawn as "record provider specialty attended"."""
    rows = [line.split() for line in drawn.strip().splitlines()]
    names = ("record_id", "provider_code", "specialty", "attended")
    table = [dict(zip(names, row, strict=True)) for row in rows]
    care = pa.Table.from_pylist([row | {"record_id": int(row["record_id"])} for row in table])
    people = pa.table(
        {
            "person": [10, 20],
            "sex": ["female", "male"],
            "age": [30, 70],
            "practice": ["P1", "P1"],
            "pcn": ["N1", None],
            "registered": [True, True],
            "imd19_fifth": [1, 2],
            "imd25_fifth": [1, 2],
            "ethnic_group": ["white", "white"],
        }
    )
    links = pa.table({"record_id": [1, 2], "person": [10, 20]})
    whose = who_was_treated(engine.table(links), engine.table(people))
    counted = service_cube(MISSED, engine.table(care), whose, groups_of(engine, WHO), AS_AT)
    return list(engine.fetch(counted).to_pylist())


def test_care_is_counted_by_who_gave_it_and_to_whom(engine: Engine) -> None:
    rows = cube(
        engine,
        """
        1 RGT 110 5
        1 RGT 110 3
        1 RGT 110 2
        2 RGT 110 3
        3 RGN 110 5
        """,
    )
    by = {(row["provider_code"], row["sex"]): row for row in rows}

    known = by["RGT", "female"]
    assert (known["counted"], known["among"], known["imd25_fifth"]) == (1, 2, "1")
    assert by["RGT", "unknown"]["counted"] == 1  # person 20 belongs to no practice of the system
    assert by["RGN", "unknown"]["among"] == 1  # record 3 did not link


def test_products_are_of_what_each_record_brings(engine: Engine) -> None:
    (row,) = cube(engine, "3 RGT 110 3\n3 RGT 110 3\n3 RGT 110 5\n4 RGT 110 5")

    assert (row["counted"], row["among"]) == (2, 4)
    assert (row["counted_squared"], row["product"], row["among_squared"]) == (4, 6, 10)


def made_cube(counts: dict[tuple[str, str], tuple[int, int]], each: int = 1) -> pa.Table:
    """A cube of one stratum; every person brings ``each`` appointments, all alike."""
    return pa.Table.from_pylist(
        [
            {
                "provider_code": provider,
                "specialty": specialty,
                "priority": "unknown",
                "sex": "unknown",
                "age_group": "unknown",
                "imd25_fifth": "unknown",
                "counted": counted,
                "among": among,
                "counted_squared": counted * each,
                "product": counted * each,
                "among_squared": among * each,
            }
            for (provider, specialty), (counted, among) in counts.items()
        ]
    )


def test_people_who_come_alone_are_not_clustered_and_those_who_come_often_are() -> None:
    counts = {("A", "110"): (100, 1_000), ("B", "110"): (120, 1_000)}

    assert clustered(made_cube(counts)) == pytest.approx(1)
    assert clustered(made_cube(counts, each=5)) == pytest.approx(5)


COUNTS = {
    (provider, specialty): (100, 1_000) for provider in "ABCEFGHI" for specialty in ("110", "130")
}
QUESTION = Question("proportion", 1, "lower", CASE_MIX, None)


def compared(
    counts: dict[tuple[str, str], tuple[int, int]], *problems: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    table = compared_services(made_cube(counts), MISSED, QUESTION, problems, AS_AT, PROFILES["hes"])
    return {} if table is None else {row["area_code"]: row for row in table.to_pylist()}


def test_a_service_is_compared_with_its_own_specialty() -> None:
    busy = {key: (400, 1_000) if key[1] == "130" else many for key, many in COUNTS.items()}
    rows = compared(busy)

    assert {row["position"] for row in rows.values()} == {"within"}
    assert rows["A|130"]["expected"] == 400
    assert rows["A|130"]["value"] == rows["A|110"]["value"]


def test_a_service_that_differs_from_its_specialty_is_outside() -> None:
    rows = compared(COUNTS | {("A", "110"): (300, 1_000)})

    assert rows["A|110"]["position"] == "high_3"
    assert rows["A|110"]["to_best"] > 50
    assert rows["A|130"]["position"] == "within"


def test_a_specialty_of_one_provider_alone_is_left_out() -> None:
    assert "A|400" not in compared(COUNTS | {("A", "400"): (100, 1_000)})
    assert compared({("A", "400"): (100, 1_000)}) == {}


def test_a_hospital_whose_data_are_late_is_grey() -> None:
    problem = {"area_type": "provider", "provider": "A", "kind": "late", "dataset": "appointment"}
    rows = compared(COUNTS | {("D", "110"): (100, 1_000)}, problem)

    assert rows["A|110"]["standing"] == "late"
    assert rows["A|110"]["position"] == "not_compared"
    assert rows["B|110"]["standing"] == "compared"


def test_small_counts_of_a_service_are_hidden() -> None:
    row = compared(COUNTS | {("A", "110"): (5, 1_000)})["A|110"]

    assert (row["status"], row["numerator"], row["value"]) == ("suppressed", None, None)


def test_definitions_name_what_they_price_and_what_services_are_called() -> None:
    registry = Registry.load(["wholeplace.definitions"])
    asked = {one.name: one for one in asked_of(registry)}
    activities = {activity.name for activity in registry.all(Activity)}
    priced = {name for cost in registry.all(UnitCost) for name in cost.activities}

    assert priced - activities - asked.keys() == set()
    assert {"outpatients_missed", "treatment_over_18_weeks"} <= asked.keys()
    orthopaedics = names_of(registry, "outpatient_appointment", "treatment_function")["110"]
    assert orthopaedics == "Trauma and orthopaedics"
    assert names_of(registry, "community_contact", "team")["51"].startswith("Crisis response")


class AsItIs:
    """A plan whose people are the rows themselves."""

    def person_over(self, people: Any) -> Any:
        return people


def test_events_of_one_person_are_not_separate_events(engine: Engine) -> None:
    people = engine.table(
        pa.table(
            {
                "pcn": ["N1", "N1", "N1", "N1", None],
                "nights": [0, 2, 3, None, 9],
                "died": [False, True, True, True, True],
            }
        )
    )
    says = {"title": "x", "says": "x", "numerator": "x", "denominator": "x", "not_in_it": "x"}
    nights = Measure(name="n", rule=lambda p: total(p.nights), statistic="rate", per=1, **says)
    deaths = Measure(name="d", rule=lambda p: count(p.died), statistic="dsr", per=1, **says)
    share = Measure(name="s", rule=lambda p: count(p.died), statistic="proportion", **says)
    plan: Any = AsItIs()

    assert clustering(engine, plan, people, [nights, deaths, share]) == {"n": 13 / 5, "d": 1.0}
