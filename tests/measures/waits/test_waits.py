"""Waits by group: the cube and the release equal a plain count, and like is compared with like."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.definitions.waiting import OUTPATIENTS, TEST, TREATMENT
from wholeplace.measures.broad_cells import PersonCells, person_cells
from wholeplace.measures.cubes import REGISTERED
from wholeplace.measures.waits.counted import read_counted
from wholeplace.measures.waits.cubes import contacts_cube, contacts_of, waits_cube, waits_of
from wholeplace.measures.waits.definition import WaitingList
from wholeplace.measures.waits.release import waits_as_data
from wholeplace.measures.waits.table import contacts_rows, waits_rows
from wholeplace.statistics import EXACT, HES

AS_AT = dt.date(2026, 3, 31)
LADDER = pa.table({"area": ["P1", "P2"], "pcn": ["N1", "N2"], "icb": ["I", "I"]})
Row = dict[str, Any]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("engine") / "scratch", threads=1) as made:
        yield made


def made_people(chance: random.Random) -> list[Row]:
    return [
        {
            "person": n,
            "practice": chance.choice(["P1", "P2"]),
            "pcn": None if n % 17 == 0 else "N1",
            "registered": n % 13 != 0,
            "sex": chance.choice(["female", "male", "unknown"]),
            "age": chance.choice([None, 0, 17, 18, 39, 40, 64, 65, 79, 80, 101]),
            "ethnic_group": chance.choice(["white", "asian", None]),
            "imd19_fifth": 1,
            "imd25_fifth": chance.choice([1, 2, 5, None]),
            "learning_disability": dt.date(2020, 1, 1) if n % 5 == 0 else None,
        }
        for n in range(200)
    ]


def made_waits(chance: random.Random) -> list[Row]:
    """Waits around every edge: the day a week ends, stopped, stopping later, not yet begun."""
    days = [-3, 0, 1, 7, 8, 125, 126, 127, 364, 365, 728, 729, 1456, 1457, 3000]
    return [
        {
            "record_id": chance.randrange(230),
            "clock_start_date": AS_AT - dt.timedelta(days=chance.choice(days)),
            "clock_stop_date": chance.choice([None, None, AS_AT, AS_AT + dt.timedelta(days=1)]),
            "list_type": chance.choice(["ORTT", "IRTT", "DIAG", None]),
            "priority": chance.choice([None, "P2", "P4", "P6"]),
            "priority_type": chance.choice([None, "1", "2", "3"]),
            "treatment_function": chance.choice(["110", "130", None]),
            "procedure": chance.choice(["U201", None]),
        }
        for _ in range(2_000)
    ]


def tables(engine: Engine, people: list[Row], rows: list[Row]) -> tuple[Any, Any, PersonCells]:
    """The rows, whose they are, and the cells of the people."""
    dates = {"clock_start_date", "clock_stop_date", "learning_disability", "appointment_date"}

    def arrow(content: list[Row]) -> pa.Table:
        columns = {}
        for name in content[0]:
            kind = pa.date32() if name in dates else None
            columns[name] = pa.array([row[name] for row in content], kind)
        return pa.table(columns)

    links = [{"record_id": row["person"], "person": row["person"]} for row in people]
    whose = person_cells(engine, REGISTERED, engine.table(arrow(people)))
    return engine.table(arrow(rows)), engine.table(arrow(links)), whose


def waits_by_cell(
    engine: Engine, item: WaitingList, people: list[Row], waits: list[Row]
) -> pa.Table:
    rows, links, whose = tables(engine, people, waits)
    return engine.fetch(waits_cube(REGISTERED, waits_of(item, rows, links, AS_AT), whose))


def goes_on(row: Row, lists: tuple[str, ...]) -> bool:
    runs = row["clock_stop_date"] is None or row["clock_stop_date"] > AS_AT
    return runs and row["list_type"] in lists and row["clock_start_date"] <= AS_AT


def counted_people(people: list[Row]) -> dict[int, Row]:
    return {p["person"]: p for p in people if p["registered"] and p["pcn"]}


def test_the_cube_equals_a_plain_count_of_the_waits_that_go_on(engine: Engine) -> None:
    chance = random.Random(5)
    people, waits = made_people(chance), made_waits(chance)
    here = counted_people(people)
    expected = Counter(
        (
            here[w["record_id"]]["practice"],
            w["treatment_function"] or "unknown",
            min(max((AS_AT - w["clock_start_date"]).days - 1, 0) // 7, 208),
        )
        for w in waits
        if w["record_id"] in here and goes_on(w, ("ORTT", "IRTT"))
    )

    cube = waits_by_cell(engine, TREATMENT, people, waits)

    found = Counter[Any]()
    for row in cube.to_pylist():
        found[row["practice"], row["specialty"], row["week"]] += row["waits"]
    assert found == expected
    assert {row["priority"] for row in cube.to_pylist()} == {
        "urgent",
        "routine",
        "asked to wait",
        "unknown",
    }


def test_shares_over_each_limit_equal_a_plain_count_and_18_weeks_exactly_is_not_over(
    engine: Engine,
) -> None:
    chance = random.Random(6)
    people, waits = made_people(chance), made_waits(chance)
    here = counted_people(people)
    mine = [w for w in waits if w["record_id"] in here and goes_on(w, ("ORTT", "IRTT"))]
    days = [(AS_AT - w["clock_start_date"]).days for w in mine]

    rows = released(engine, TREATMENT, people, waits)

    for weeks in TREATMENT.over:
        row = one(rows, measure=f"over_{weeks}", area_type="icb", breakdown="all")
        assert row["numerator"] == sum(d > 7 * weeks for d in days)
        assert row["denominator"] == len(mine)
    with_one = sum(here[w["record_id"]]["learning_disability"] is not None for w in mine)
    row = one(rows, measure="waiting", area_type="icb", category="yes")
    assert row["numerator"] == with_one


def test_groups_add_up_to_everybody_whatever_they_are_divided_by(engine: Engine) -> None:
    chance = random.Random(7)
    people, waits = made_people(chance), made_waits(chance)

    rows = released(engine, TEST, people, waits)

    waiting = rows.filter(pc.equal(rows["measure"], "waiting"))
    added = waiting.group_by(["area_code", "breakdown"]).aggregate([("numerator", "sum")])
    by_area: dict[str, set[int]] = {}
    for row in added.to_pylist():
        by_area.setdefault(row["area_code"], set()).add(row["numerator_sum"])
    assert set(by_area) == {"I", "N1", "N2"}
    assert all(len(totals) == 1 for totals in by_area.values())


def test_a_group_that_waits_longer_only_for_its_specialties_does_not_like_for_like(
    engine: Engine,
) -> None:
    """Fifth 1 waits in the slow specialty, fifth 5 in the quick one: like for like they agree."""
    people, waits = planted(slow_share={1: 0.9, 5: 0.1}, longer={1: 0, 5: 0})

    first, last = medians(released(engine, TREATMENT, people, waits, EXACT))

    assert first["value"] > last["value"] + 10
    assert first["adjusted"] == pytest.approx(last["adjusted"], abs=1.5)


def test_a_group_that_waits_longer_for_the_same_things_does_so_like_for_like(
    engine: Engine,
) -> None:
    people, waits = planted(slow_share={1: 0.5, 5: 0.5}, longer={1: 56, 5: 0})

    first, last = medians(released(engine, TREATMENT, people, waits, EXACT))

    assert first["adjusted"] - last["adjusted"] == pytest.approx(8, abs=2)
    assert first["adjusted_lower"] > last["adjusted_upper"]


def test_like_for_like_everybody_is_as_counted(engine: Engine) -> None:
    people, waits = planted(slow_share={1: 0.7, 5: 0.2}, longer={1: 20, 5: 0})

    rows = released(engine, TREATMENT, people, waits, EXACT)

    for measure in ("median", "ninetieth", "over_18"):
        row = one(rows, measure=measure, area_type="icb", breakdown="all")
        assert row["adjusted"] == pytest.approx(row["value"], rel=0.01)


def test_a_length_of_wait_near_the_end_of_a_short_list_is_not_shown(engine: Engine) -> None:
    """Of 99 waits the 90th centile is the wait of one of the last ten."""
    people = [p | {"registered": True, "pcn": "N1"} for p in made_people(random.Random(1))]
    wait = made_waits(random.Random(1))[0] | {"list_type": "ORTT", "clock_stop_date": None}
    waits = [
        wait | {"record_id": n, "clock_start_date": AS_AT - dt.timedelta(days=7 * n)}
        for n in range(99)
    ]

    rows = released(engine, TREATMENT, people, waits)

    shown = {
        measure: one(rows, measure=measure, area_type="icb", breakdown="all")["status"]
        for measure in ("median", "ninetieth")
    }
    assert shown == {"median": "shown", "ninetieth": "too_few"}


def test_no_released_count_of_waits_is_small(engine: Engine) -> None:
    chance = random.Random(9)

    rows = released(engine, TREATMENT, made_people(chance), made_waits(chance)[:300])

    for name in ("numerator", "denominator"):
        counts = np.array(rows[name].drop_null().to_pylist())
        assert ((counts == 0) | (counts >= 10)).all()
        assert (counts % 5 == 0).all()
    hidden = rows.filter(pc.not_equal(rows["status"], "shown"))
    assert all(hidden[name].null_count == hidden.num_rows for name in ("value", "adjusted"))


def test_missed_appointments_and_mode_equal_a_plain_count(engine: Engine) -> None:
    chance = random.Random(8)
    people = made_people(chance)
    here = counted_people(people)
    contacts = [
        {
            "record_id": chance.randrange(230),
            "appointment_date": dt.date(2025, 3, 30) + dt.timedelta(days=chance.randrange(370)),
            "attended": chance.choice(list("5567234")),
            "first_attendance": chance.choice(["1", "2", "3", "4", "5", None]),
            "treatment_function": chance.choice(["110", "130"]),
            "priority_type": chance.choice(["1", "2", "3", None]),
        }
        for _ in range(3_000)
    ]
    mine = [
        c
        for c in contacts
        if c["record_id"] in here and dt.date(2025, 4, 1) <= c["appointment_date"] <= AS_AT
    ]
    due = [c for c in mine if c["attended"] in "5637"]
    seen = [c for c in mine if c["attended"] in "56" and c["first_attendance"] in (*"1234",)]

    given, links, whose = tables(engine, people, contacts)
    cube = contacts_cube(REGISTERED, contacts_of(OUTPATIENTS, given, links, AS_AT), whose)
    counted = read_counted(engine.fetch(cube), REGISTERED, LADDER)
    rows = pa.concat_tables(contacts_rows(counted, OUTPATIENTS, AS_AT, EXACT))

    missed, remote = (
        one(rows, measure=name, area_type="icb", breakdown="all") for name in ("missed", "remote")
    )
    assert missed["numerator"] == sum(c["attended"] in "37" for c in due)
    assert missed["denominator"] == len(due)
    assert remote["numerator"] == sum(c["first_attendance"] in (*"34",) for c in seen)
    assert remote["denominator"] == len(seen)
    assert missed["period_start"] == dt.date(2025, 4, 1)


def test_a_list_whose_data_were_not_landed_says_so_and_is_not_nought() -> None:
    titles = {"waiting_list_entry": "Waiting-list entry", "outpatient_appointment": "Outpatients"}

    said = waits_as_data([TREATMENT, OUTPATIENTS], titles, {"outpatient_appointment"})

    assert [entry["missing"] for entry in said] == ["no Waiting-list entry data were landed", ""]


@pytest.mark.parametrize("over", [(52, 18), (18, 18), (0,), (300,)])
def test_limits_that_no_bin_has_are_refused(over: tuple[int, ...]) -> None:
    says = {name: getattr(TREATMENT, name) for name in TREATMENT.__dataclass_fields__}

    with pytest.raises(DefinitionError, match="counts waits over"):
        WaitingList(**(says | {"over": over}))


def planted(slow_share: dict[int, float], longer: dict[int, int]) -> tuple[list[Row], list[Row]]:
    """600 waits in each of two fifths, in a slow and a quick specialty, some days longer."""
    chance = random.Random(3)
    person = made_people(chance)[1] | {"registered": True, "pcn": "N1"}
    wait = made_waits(chance)[0] | {"list_type": "ORTT", "clock_stop_date": None}
    people, waits = [], []
    for n in range(1_200):
        fifth = 1 if n % 2 else 5
        slow = chance.random() < slow_share[fifth]
        days = round(chance.gammavariate(4, 50 if slow else 20)) + longer[fifth]
        people.append(person | {"person": n, "imd25_fifth": fifth})
        waits.append(
            wait
            | {
                "record_id": n,
                "treatment_function": "110" if slow else "130",
                "clock_start_date": AS_AT - dt.timedelta(days=days),
            }
        )
    return people, waits


def released(
    engine: Engine,
    item: WaitingList,
    people: list[Row],
    waits: list[Row],
    profile: Any = None,
) -> pa.Table:
    plain = profile or (EXACT if len(waits) > 1_000 else HES)
    cube = waits_by_cell(engine, item, people, waits)
    counted = read_counted(cube, REGISTERED, LADDER)
    return pa.concat_tables(waits_rows(counted, item, AS_AT, plain))


def medians(rows: pa.Table) -> list[Row]:
    where = {"measure": "median", "area_type": "icb", "breakdown": "deprivation_2025"}
    return [one(rows, category=fifth, **where) for fifth in ("1", "5")]


def one(rows: pa.Table, **where: str) -> Row:
    for name, value in where.items():
        rows = rows.filter(pc.equal(rows[name], value))
    [row] = rows.to_pylist()
    return dict(row)
