"""Spells joined into stays: drawn cases, and random ones against plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.measures.bed_days import oracle
from tests.measures.bed_days.oracle import Spell
from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.measures.bed_days.stays import (
    linked_spells,
    spells_with_ends,
    spells_without_end,
    stays_in,
    stays_of,
)

AS_AT = dt.date(2026, 3, 31)
START = dt.date(2025, 4, 1)
Found = dict[int, list[tuple[int, int, int, int]]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for all of these tables."""
    with duckdb_engine(tmp_path_factory.mktemp("stays") / "scratch", threads=1) as made:
        yield made


def a_spell(
    admitted: str, discharged: str = "", method: str = "21", to: str = "19", person: int = 1
) -> Spell:
    """A spell written short: dates, how admitted, where to."""
    end = dt.date.fromisoformat(discharged) if discharged else None
    return Spell(person, 0, dt.date.fromisoformat(admitted), end, method, to if end else None)


def found(
    engine: Engine,
    spells: Sequence[Spell],
    died: dict[int, dt.date] | None = None,
    start: dt.date = START,
    end: dt.date = AS_AT,
) -> Found:
    """Person → of each stay, the shortest first: nights in the period, nights so far, whether it
    began in it, in bed at its end."""
    rows = pa.table(
        {
            "record_id": pa.array([s.record or n for n, s in enumerate(spells, 1)], pa.int64()),
            "provider_code": pa.array(["R"] * len(spells)),
            "admission_date": pa.array([s.admitted for s in spells], pa.date32()),
            "discharge_date": pa.array([s.discharged for s in spells], pa.date32()),
            "admission_method": pa.array([s.method for s in spells]),
            "discharge_destination": pa.array([s.destination for s in spells], pa.string()),
        }
    )
    links = pa.table({"record_id": rows["record_id"], "person": [s.person for s in spells]})
    gone = died or {}
    register = pa.table(
        {
            "record_id": pa.array([-person for person in gone], pa.int64()),
            "death_date": pa.array([*gone.values()], pa.date32()),
        }
    )
    theirs = pa.table({"record_id": register["record_id"], "person": pa.array([*gone], pa.int64())})
    tables = (rows, register, pa.concat_tables([links, theirs]))
    given, registered, linked = (engine.table(table) for table in tables)
    every = linked_spells(engine, given, linked, AS_AT)
    without_end = spells_without_end(engine, every, registered, linked, AS_AT)
    spells_ended = spells_with_ends(every, without_end, AS_AT)
    stays = stays_of(engine, spells_ended, [(start, end)])
    made: Found = {}
    for row in engine.fetch(stays_in(stays, start, end)).to_pylist():
        numbers = (row["nights"], row["so_far"], row["began"], int(row["last_night"] > 0))
        made.setdefault(row["person"], []).append(numbers)
    return {person: sorted(theirs) for person, theirs in made.items()}


def test_nights_before_the_year_are_of_the_year_before(engine: Engine) -> None:
    spells = [a_spell("2025-03-28", "2025-04-03")]
    assert found(engine, spells) == {1: [(2, 6, 0, 0)]}
    before = found(engine, spells, start=dt.date(2024, 4, 1), end=dt.date(2025, 3, 31))
    assert before == {1: [(4, 4, 1, 1)]}


def test_somebody_still_there_has_the_night_of_the_last_day(engine: Engine) -> None:
    assert found(engine, [a_spell("2026-03-30")]) == {1: [(2, 2, 1, 1)]}


def test_somebody_who_left_on_the_last_day_has_not(engine: Engine) -> None:
    assert found(engine, [a_spell("2026-03-30", "2026-03-31")]) == {1: [(1, 1, 1, 0)]}


def test_a_transfer_makes_one_stay_of_two_spells(engine: Engine) -> None:
    spells = [
        a_spell("2025-05-01", "2025-05-05", to="51"),
        a_spell("2025-05-05", "2025-05-20", "81"),
    ]
    assert found(engine, spells) == {1: [(19, 19, 1, 0)]}


def test_two_days_may_lie_between_and_are_no_nights_in_hospital(engine: Engine) -> None:
    spells = [a_spell("2025-05-01", "2025-05-05"), a_spell("2025-05-07", "2025-05-10", "2B")]
    assert found(engine, spells) == {1: [(7, 7, 1, 0)]}
    spells = [a_spell("2025-05-01", "2025-05-05"), a_spell("2025-05-08", "2025-05-10", "2B")]
    assert found(engine, spells) == {1: [(2, 2, 1, 0), (4, 4, 1, 0)]}


def test_somebody_sent_home_and_back_the_same_day_was_admitted_twice(engine: Engine) -> None:
    spells = [a_spell("2025-05-01", "2025-05-05"), a_spell("2025-05-05", "2025-05-07")]
    assert found(engine, spells) == {1: [(2, 2, 1, 0), (4, 4, 1, 0)]}


def test_a_planned_stay_that_is_passed_on_stays_planned(engine: Engine) -> None:
    spells = [
        a_spell("2025-05-01", "2025-05-05", "11", to="51"),
        a_spell("2025-05-05", "2025-05-09", "2B"),
    ]
    assert found(engine, spells) == {}


def test_a_night_recorded_by_two_hospitals_counts_once(engine: Engine) -> None:
    spells = [a_spell("2025-05-01", "2025-05-10"), a_spell("2025-05-04", "2025-05-06", "11")]
    assert found(engine, spells) == {1: [(9, 9, 1, 0)]}


def test_an_emergency_without_a_night_is_a_stay_of_none(engine: Engine) -> None:
    assert found(engine, [a_spell("2025-05-01", "2025-05-01")]) == {1: [(0, 0, 1, 0)]}


def test_a_forgotten_end_is_the_next_admission_or_the_death(engine: Engine) -> None:
    spells = [a_spell("2025-05-01"), a_spell("2025-09-01", "2025-09-02")]
    assert found(engine, spells) == {1: [(1, 1, 1, 0), (123, 123, 1, 0)]}
    died = {1: dt.date(2025, 5, 4)}
    assert found(engine, [a_spell("2025-05-01")], died) == {1: [(3, 3, 1, 0)]}


days = st.integers(0, 60).map(lambda n: dt.date(2026, 1, 31) + dt.timedelta(days=n))


@st.composite
def spell_lists(draw: st.DrawFn) -> list[Spell]:
    """Up to six spells of two people around the end of a year."""
    made = []
    for record in range(1, draw(st.integers(1, 6)) + 1):
        admitted = draw(days)
        nights = draw(st.one_of(st.none(), st.integers(0, 20)))
        made.append(
            Spell(
                draw(st.integers(1, 2)),
                record,
                admitted,
                None if nights is None else admitted + dt.timedelta(days=nights),
                draw(st.sampled_from(["11", "21", "2B", "81"])),
                draw(st.sampled_from(["19", "51", "79"])) if nights is not None else None,
            )
        )
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spell_lists(), st.dictionaries(st.integers(1, 2), days, max_size=2))
def test_random_spells_make_the_stays_that_plain_python_makes(
    engine: Engine, spells: list[Spell], died: dict[int, dt.date]
) -> None:
    start, end = dt.date(2026, 2, 15), dt.date(2026, 3, 20)
    wanted: Found = {}
    for person, theirs in oracle.stays_of(spells, died, AS_AT).items():
        for stay in theirs:
            if not stay.urgent:
                continue
            inside = {night for night in stay.nights if start <= night <= end}
            began = start <= stay.began <= end
            if inside or began:
                so_far = {night for night in stay.nights if night <= end}
                numbers = (len(inside), len(so_far), int(began), int(end in stay.nights))
                wanted.setdefault(person, []).append(numbers)
    wanted = {person: sorted(theirs) for person, theirs in wanted.items()}
    assert found(engine, spells, died, start, end) == wanted
