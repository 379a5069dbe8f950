"""With clean data a run finds exactly what was planted: person by person, then count by count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.recovery.recovering import FOUND, TRUTH, Recovered
from wholeplace.definitions.measures.prevalences import PREVALENCES
from wholeplace.statistics import round_count, wilson

CONDITIONS = [item.condition for item in PREVALENCES]
DEMOGRAPHY = [
    *("sex", "birth_date", "death_date", "age", "ethnic_category"),
    *("practice", "pcn", "place", "lsoa21", "imd19_fifth", "imd25_fifth", "registered_to"),
]
USE = {
    "contact_days_12m": "gp_contact_days",
    "emergency_admissions_12m": "emergency_admissions",
    "falls_admissions_12m": "falls_admissions",
    "attendances_12m": "urgent_care_attendances",
    "n_chronic": "n_conditions",
    "outpatients_seen_12m": "outpatient_attendances",
    "outpatients_missed_12m": "outpatient_missed",
    "waiting": "treatment_waits",
    "waiting_over_18_weeks": "treatment_waits_over_18_weeks",
    "nhs111_calls_12m": "nhs111_calls",
    "ambulance_incidents_12m": "ambulance_incidents",
    "statin_items_6m": "statin_items",
    "covid_vaccinations_12m": "covid_vaccinations",
    "pneumococcal_ever": "pneumococcal_vaccinations",
    "maternity_bookings_12m": "maternity_bookings",
    "maternity_deliveries_12m": "deliveries_with_smoking_known",
    "cancers_staged_24m": "staged_cancers",
    "cancers_early_24m": "early_cancers",
    "community_contacts_12m": "community_contacts",
    "mental_health_contacts_12m": "mental_health_contacts",
    "talking_therapy_referrals_12m": "talking_therapy_referrals",
    "talking_therapy_courses_12m": "talking_therapy_courses",
    "talking_therapy_recoveries_12m": "talking_therapy_recoveries",
    "long_term_support_now": "long_term_support",
    "delay_days_12m": "delay_days",
}
AREAS = {"district": "district", "place": "place", "pcn": "pcn", "imd19_fifth": "imd19_fifth"}


def different(people: pd.DataFrame, truth: str, found: str) -> pd.DataFrame:
    """People for whom two columns do not hold the same; both blank is the same."""
    one, other = people[truth], people[found]
    return people[~((one == other) | (one.isna() & other.isna()))][[truth, found]]


@pytest.fixture(params=["clean", "smaller"])
def population(request: pytest.FixtureRequest) -> Recovered:
    return request.getfixturevalue(request.param)


def test_the_people_registered_are_the_people_truly_registered(population: Recovered) -> None:
    truth, found = population.truth, population.found

    assert set(found.index[found["registered"]]) == set(truth.index[truth["registered"]])
    assert not found.index.duplicated().any()


def test_residents_are_the_true_ones_and_those_who_left_without_telling_their_practice(
    population: Recovered,
) -> None:
    """Nobody can see list inflation in the records, nor people registered outside the system."""
    truth, found = population.truth, population.found
    known = truth["registered"] & (truth["resident"] | truth["listed_but_gone"])

    assert set(found.index[found["resident"]]) == set(truth.index[known])


@pytest.mark.parametrize("column", DEMOGRAPHY)
def test_everybody_is_who_and_where_they_truly_are(population: Recovered, column: str) -> None:
    assert different(population.registered, column + TRUTH, column + FOUND).empty


@pytest.mark.parametrize("condition", CONDITIONS)
def test_each_condition_is_found_in_the_people_who_have_it_from_the_day_it_began(
    population: Recovered, condition: str
) -> None:
    assert population.registered[condition + TRUTH].notna().any()
    assert different(population.registered, condition + TRUTH, condition + FOUND).empty


@pytest.mark.parametrize(("truth", "found"), USE.items())
def test_use_of_care_is_counted_in_full_where_every_hospital_sends_a_feed(
    population: Recovered, truth: str, found: str
) -> None:
    assert population.registered[truth].sum() > 0
    assert different(population.registered, truth, found).empty


def test_released_shares_are_the_true_counts_rounded(clean: Recovered) -> None:
    people = clean.truth[clean.truth["registered"]]
    rows = clean.release.values(
        area_types=["icb", "place", "pcn"],
        measures=[f"{condition}_prevalence" for condition in CONDITIONS],
        breakdowns=["all"],
        basis="registered",
    )
    from_age = {f"{item.condition}_prevalence": item.from_age for item in PREVALENCES}
    assert len(rows) == len(CONDITIONS) * (1 + 2 + people["pcn"].nunique())

    for row in rows:
        here = people if row.area_type == "icb" else people[people[row.area_type] == row.area_code]
        among = here[here["age"] >= from_age[row.measure]]
        having = among[row.measure.removesuffix("_prevalence")].notna().sum()
        assert row.denominator == round_count(len(among))
        if row.status == "shown":
            assert row.numerator == round_count(having)
        else:
            assert having < 30


def test_planted_chances_lie_inside_the_limits_of_what_the_run_counts(
    population: Recovered,
) -> None:
    people = population.found[population.found["registered"]]
    counts = [
        people.assign(area_type=area_type, area_code=people[column].astype(str))
        .melt(
            id_vars=["area_type", "area_code"],
            value_vars=CONDITIONS,
            var_name="condition",
            value_name="since",
        )
        .groupby(["area_type", "area_code", "condition"])["since"]
        .agg(["size", "count"])
        for area_type, column in AREAS.items()
    ]
    found = pd.concat(counts).reset_index()
    found["area_code"] = found["area_code"].str.removesuffix(".0")
    cells = found.merge(population.planted, on=["area_type", "area_code", "condition"])
    assert (cells["size"] == cells["people"]).all()
    cells = cells[cells["size"] * cells["expected"] >= 5]

    limits = wilson(cells["count"].to_numpy(), cells["size"].to_numpy())

    inside = (limits.lower <= cells["expected"]) & (cells["expected"] <= limits.upper)
    assert len(cells) > 150
    assert 0.90 <= np.mean(inside) <= 0.99
