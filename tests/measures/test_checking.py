"""Measures are checked on drawn people: what counts otherwise, or is not drawn, is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from wholeplace.core.engine import Engine, duckdb_engine
from wholeplace.core.errors import DefinitionError
from wholeplace.core.registry import Definition, Registry
from wholeplace.measures.checking.check import check
from wholeplace.measures.checking.drawn import DrawnPopulation, drawn
from wholeplace.measures.measure import Measure, Terms, count, measure, total
from wholeplace.record.person import Person

REGISTRY = Registry.load(["wholeplace.definitions"])
WORDS = {"says": "are", "numerator": "People.", "denominator": "People.", "not_in_it": "Nobody."}


@measure(title="Aged 65 and over", statistic="proportion", **WORDS)
def old_enough(person: Person) -> Terms:
    """People aged 65 or over, among those registered."""
    return count(person.age >= 65, among=person.registered)


@measure(title="Emergency admissions", statistic="rate", flow="emergency_admissions", **WORDS)
def admitted(person: Person) -> Terms:
    """Emergency admissions in a year."""
    return total(person.emergency_admissions)


OLD_ENOUGH = """
person | born       | registered || numerator | denominator
1      | 1961-03-31 | yes        || 1         | 1
2      | 1961-04-01 | yes        || 0         | 1
3      | 1940-01-01 | no         || 0         | 0
"""
ADMITTED = """
person | registered       | admitted                || numerator | denominator
1      | yes              | 2025-04-01 emergency 1,
       |                  | 2025-06-01 emergency 1  || 2         | 1
2      | yes              | 2025-03-31 emergency 1  || 0         | 1
3      | until 2025-12-31 | 2025-06-01 emergency 1  || 1         | 0
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with duckdb_engine(tmp_path_factory.mktemp("checking") / "scratch", threads=1) as made:
        yield made


def only(*measures: Measure, populations: tuple[DrawnPopulation, ...] = ()) -> Registry:
    """The project's definitions with these measures and drawn populations and no others."""
    kept = [d for d in REGISTRY.all(Definition) if not isinstance(d, Measure | DrawnPopulation)]
    ours = [replace(d, namespace="ours") for d in (*measures, *populations)]
    return Registry([*kept, *ours])


def said(engine: Engine, measure_: Measure, *populations: DrawnPopulation) -> list[str]:
    return [fault.says for fault in check(engine, only(measure_, populations=populations)).faults]


def test_a_measure_that_counts_as_drawn_passes(engine: Engine) -> None:
    registry = only(
        *(old_enough, admitted),
        populations=(
            drawn("old_enough", OLD_ENOUGH),
            drawn("admitted", ADMITTED, basis="registered"),
        ),
    )

    checked = check(engine, registry)

    assert checked.faults == ()
    assert (checked.measures, checked.people) == (2, 6)


def test_a_measure_without_a_drawn_population_is_refused(engine: Engine) -> None:
    assert said(engine, old_enough) == ["It has no drawn population."]


def test_a_wrong_rule_is_told_by_the_person_at_the_boundary(engine: Engine) -> None:
    wrong = replace(old_enough, rule=lambda p: count(p.age > 65, among=p.registered))

    assert said(engine, wrong, drawn("old_enough", OLD_ENOUGH)) == [
        f"{where}, person 1 adds 0 to the numerator and 1 to the denominator; drawn are 1 and 1."
        for where in ("Counted where they live", "Counted where registered")
    ]


def test_a_wrong_denominator_is_told(engine: Engine) -> None:
    old_only = replace(
        old_enough, rule=lambda p: count(p.age >= 65, among=p.registered & (p.age >= 65))
    )

    assert said(engine, old_only, drawn("old_enough", OLD_ENOUGH)) == [
        f"{where}, person 2 adds 0 to the numerator and 0 to the denominator; drawn are 0 and 1."
        for where in ("Counted where they live", "Counted where registered")
    ]


@pytest.mark.parametrize(
    ("left_out", "lacking"),
    [
        ("1", "somebody who is counted"),
        ("2", "somebody in the denominator who is not counted"),
        ("3", "somebody outside the denominator"),
    ],
)
def test_a_population_that_cannot_bite_is_refused(
    engine: Engine, left_out: str, lacking: str
) -> None:
    lines = [line for line in OLD_ENOUGH.splitlines() if not line.startswith(f"{left_out} ")]

    assert said(engine, old_enough, drawn("old_enough", "\n".join(lines))) == [
        f"Its drawn population lacks {lacking}."
    ]


@pytest.mark.parametrize(
    ("example", "says"),
    [
        ("person | born || numerator\n1 | 1960-01-01 || 1", "must be `numerator` and"),
        ("person || numerator | denominator\n1 || yes | 1", "person 1 are not whole numbers"),
        ("person | eyes || numerator | denominator\n1 | blue || 1 | 1", "no column 'eyes'"),
    ],
)
def test_a_drawn_population_that_cannot_be_read_is_told(
    engine: Engine, example: str, says: str
) -> None:
    (fault,) = said(engine, old_enough, drawn("old_enough", example))
    assert says in fault


def test_a_population_drawn_for_no_measure_is_told(engine: Engine) -> None:
    found = said(engine, old_enough, drawn("old_enough", OLD_ENOUGH), drawn("gone", OLD_ENOUGH))
    assert found == ["A population is drawn for it, and there is no such measure."]


def test_one_measure_can_be_checked_alone(engine: Engine) -> None:
    registry = only(old_enough, admitted, populations=(drawn("old_enough", OLD_ENOUGH),))

    assert check(engine, registry, ["old_enough"]).faults == ()
    with pytest.raises(DefinitionError, match="no measure called young_enough"):
        check(engine, registry, ["young_enough"])


def test_a_row_of_any_data_set_can_be_drawn(engine: Engine) -> None:
    calls = replace(admitted, name="calls", rule=lambda p: total(p.nhs111_calls))
    population = drawn(
        "calls",
        """
        person | registered | recorded                           || numerator | denominator
        1      | yes        | 2026-01-02 nhs111_call abandoned=N || 1         | 1
        2      | yes        | 2026-01-02 nhs111_call abandoned=Y || 0         | 1
        3      | no         | 2026-01-02 nhs111_call abandoned=N || 0         | 0
        """,
        basis="registered",
    )

    assert said(engine, calls, population) == []


@pytest.mark.parametrize(
    ("drawn_row", "says"),
    [
        ("abandoned=maybe", "'maybe' is not a value of abandoned. Use Y, N."),
        ("colour=red", "The data set nhs111_call has no column 'colour'."),
        ("answer_seconds=soon", "'soon' cannot be the integer answer_seconds."),
    ],
)
def test_a_value_the_contract_would_refuse_is_told(
    engine: Engine, drawn_row: str, says: str
) -> None:
    example = f"""
    person | registered | nhs111_call            || numerator | denominator
    1      | yes        | 2026-01-02 {drawn_row} || 1         | 1
    2      | yes        |                        || 0         | 1
    3      | no         |                        || 0         | 0
    """

    (fault,) = check(engine, only(admitted, populations=(drawn("admitted", example),))).faults
    assert f"{fault.says} {fault.remedy}".strip().startswith(says)


def test_people_can_be_counted_where_they_live(engine: Engine) -> None:
    everybody = replace(old_enough, rule=lambda p: count(p.age >= 65))
    where_they_live = """
    person | born       | registered | lives     || numerator | denominator
    1      | 1950-01-01 | no         | fifth 1   || 1         | 1
    2      | 1980-01-01 | no         | fifth 1   || 0         | 1
    3      | 1950-01-01 | yes        | elsewhere || 0         | 0
    """

    assert said(engine, everybody, drawn("old_enough", where_they_live, basis="resident")) == []
    found = said(engine, everybody, drawn("old_enough", where_they_live))
    assert len(found) == 3
    assert all(says.startswith("Counted where registered") for says in found)


def test_a_rule_that_forgets_registration_is_told_by_those_who_only_live_here(
    engine: Engine,
) -> None:
    wrong = replace(old_enough, rule=lambda p: count(p.age >= 65))

    assert said(engine, wrong, drawn("old_enough", OLD_ENOUGH)) == [
        "Counted where they live, person 3 adds 1 to the numerator and 1 to the denominator; "
        "drawn are 0 and 0."
    ]
