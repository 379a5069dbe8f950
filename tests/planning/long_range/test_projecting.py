"""The long-range model against its oracle, and what must hold of any projection of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.long_range.made_inputs import a_base, a_mitigation, bases, plans
from tests.planning.long_range.oracle import expected
from wholeplace.core.errors import ScenarioError
from wholeplace.planning.long_range.parts import Activity, Mitigation
from wholeplace.planning.long_range.projecting import (
    Plan,
    demographic_growth,
    draws,
    projected,
)
from wholeplace.planning.long_range.ranges import Range


def a_plan(*mitigations: Mitigation, growth: Range = Range(0, 0, 0), of: str = "rates") -> Plan:
    """Planned care only matters here; urgent care stands beside it."""
    activities = [
        Activity(
            name=name,
            title=name,
            unit="admissions",
            pool="beds",
            growth=growth,
            growth_of="all" if of == "all" else "rates",
            source="made",
            dated="2019",
        )
        for name in ("planned", "urgent")
    ]
    return Plan(activities, (), mitigations, range(2018, 2021), growth_until=2100)


@settings(max_examples=40)
@given(st.data())
def test_the_model_gives_what_plain_python_gives(data: st.DataObject) -> None:
    base = data.draw(bases())
    plan = data.draw(plans(base))
    drawn = draws(plan, base, ["v1", "v2"], seed=data.draw(st.integers(0, 99)), replications=3)
    found = projected(plan, base, drawn)
    for r in range(3):
        for y, year in enumerate(plan.years):
            wanted = expected(plan, base, drawn, r, year)
            for a, activity in enumerate(plan.activities):
                for d, area in enumerate(base.areas):
                    admitted, days = wanted[activity.name, area]
                    assert found.admissions[r, y, a, d] == pytest.approx(admitted, abs=1e-9)
                    assert found.days[r, y, a, d] == pytest.approx(days, abs=1e-9)
            for name, taken in wanted["taken"].items():
                np.testing.assert_allclose(found.taken[name][:, r, y], taken, atol=1e-8)


@settings(max_examples=40)
@given(st.data())
def test_what_mitigations_take_and_what_they_leave_add_up_to_the_activity(
    data: st.DataObject,
) -> None:
    base = data.draw(bases())
    plan = data.draw(plans(base))
    found = projected(plan, base, draws(plan, base, ["v1"], seed=1, replications=2))
    for number, left in enumerate((found.admissions, found.days)):
        taken = sum((t[number] for t in found.taken.values()), start=np.zeros(left.shape[:2]))
        whole = found.before[number].sum(axis=2)
        np.testing.assert_allclose(left.sum(axis=(2, 3)) + taken, whole)
        assert np.all(left >= -1e-9)


def test_the_base_year_gives_back_what_was_counted() -> None:
    base = a_base()
    found = projected(a_plan(), base, draws(a_plan(), base, ["v1"], seed=1, replications=1))
    assert found.admissions[0, 0].sum() == 2 * 1200 and found.days[0, 0].sum() == 2 * 10_800


def test_two_mitigations_of_one_activity_are_netted_and_not_added() -> None:
    """60 % and then 60 % of what is left leave 16 %; added up they would leave less than none."""
    plan = a_plan(a_mitigation("first"), a_mitigation("second", after=("first",)))
    found = projected(plan, a_base(), draws(plan, a_base(), ["v1"], seed=1, replications=1))
    assert found.admissions[0, 2, 0].sum() == pytest.approx(0.16 * 1200)
    assert found.taken["first"][0, 0, 2] == pytest.approx(720)
    assert found.taken["second"][0, 0, 2] == pytest.approx(288)


def test_two_mitigations_that_claim_the_same_cases_are_refused() -> None:
    plan = a_plan(a_mitigation("first"), a_mitigation("second"))
    with pytest.raises(ScenarioError, match="first and second both claim admissions"):
        projected(plan, a_base(), draws(plan, a_base(), ["v1"], seed=1, replications=1))


def test_a_mitigation_of_the_whole_overlaps_with_one_of_a_part() -> None:
    plan = a_plan(a_mitigation("part", part="falls"), a_mitigation("whole"))
    with pytest.raises(ScenarioError, match="part and whole both claim"):
        projected(plan, a_base(), draws(plan, a_base(), ["v1"], seed=1, replications=1))


def test_a_shorter_stay_is_only_of_those_still_admitted() -> None:
    plan = a_plan(a_mitigation("avoid"), a_mitigation("shorten", acts_on="stay"))
    found = projected(plan, a_base(), draws(plan, a_base(), ["v1"], seed=1, replications=1))
    assert found.days[0, 2, 0].sum() == pytest.approx(0.4 * 0.4 * 10_800)
    assert found.taken["shorten"][0].max() == 0


def test_growth_counted_with_the_population_in_it_is_not_counted_twice() -> None:
    """People grow by 10 % a year and activity by 10 % a year, so rates do not grow at all."""
    base = a_base()
    people = base.people * np.array([1, 1.1, 1.21])[:, np.newaxis, np.newaxis, np.newaxis]
    growing = type(base)(**{**base.__dict__, "people": people})
    assert demographic_growth(growing, 0) == pytest.approx(0.1)
    plan = a_plan(growth=Range(0.1, 0.1, 0.1), of="all")
    found = projected(plan, growing, draws(plan, growing, ["v1"], seed=1, replications=1))
    assert found.admissions[0, :, 0].sum(axis=1) == pytest.approx([1200, 1320, 1452])


def test_one_seed_gives_one_answer_and_leaving_a_mitigation_out_moves_no_other_draw() -> None:
    wide = Range(0.05, 0.0, 0.1)
    plan = a_plan(a_mitigation("one", share=Range(0.5, 0, 1)), growth=wide)
    again = draws(plan, a_base(), ["v1"], seed=7, replications=50)
    first = draws(plan, a_base(), ["v1"], seed=7, replications=50)
    without = draws(a_plan(growth=wide), a_base(), ["v1"], seed=7, replications=50)
    np.testing.assert_array_equal(first.mitigation["one"], again.mitigation["one"])
    np.testing.assert_array_equal(first.growth, without.growth)
    other = draws(plan, a_base(), ["v1"], seed=8, replications=50)
    assert not np.array_equal(first.growth, other.growth)


def test_draws_fill_their_range_with_the_likely_value_in_the_middle() -> None:
    found = Range(2.0, 0.0, 4.0).drawn(np.linspace(0, 1, 10_001))
    assert found.min() == 0 and found.max() == 4
    assert found.mean() == pytest.approx(2, abs=1e-3)
    assert found.std() == pytest.approx(4 / np.sqrt(24), abs=1e-3)
