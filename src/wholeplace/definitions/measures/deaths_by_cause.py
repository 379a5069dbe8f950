"""Measures of deaths before 75 by their underlying cause."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.plans import CVD_STRATEGY, fewer, ids
from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.measures.measure import Terms, measure, total
from wholeplace.record.person import Person

NOT_REGISTERED = f"Deaths not yet registered, such as those before a coroner; {UNLINKED}."


@measure(
    title="Deaths under 75 from circulatory disease",
    source="Public Health Outcomes Framework E04, circulatory disease",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="deaths from circulatory disease",
    among="people aged under 75",
    unit="deaths",
    rationale="Heart disease and stroke explain much of the gap in life expectancy, and most such "
    "deaths before 75 can be prevented.",
    numerator="Registered deaths of the last 12 months with the underlying cause I00 to I99.",
    denominator="People aged under 75 on the date of the run, by age band.",
    exclusions="Deaths with another underlying cause.",
    targets=(
        fewer(0.05, CVD_STRATEGY, of="deaths than in 2021", by=dt.date(2026, 12, 31)),
        fewer(
            0.1,
            CVD_STRATEGY,
            of="in the networks with the highest fifth of rates",
            by=dt.date(2026, 12, 31),
        ),
    ),
    ids=ids("OHID Fingertips", "40401", differs="three years pooled"),
    not_in_it=NOT_REGISTERED,
    flow="circulatory_deaths",
)
def circulatory_deaths_under_75(person: Person) -> Terms:
    """Deaths from circulatory disease in a year among people aged under 75."""
    return total(person.circulatory_deaths, among=person.age < 75)


@measure(
    title="Deaths under 75 from cancer",
    source="Public Health Outcomes Framework E05, cancer",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="deaths from cancer",
    among="people aged under 75",
    unit="deaths",
    rationale="Cancer is the commonest cause of death before 75; smoking, late diagnosis and late "
    "treatment lie behind many.",
    numerator="Registered deaths of the last 12 months with the underlying cause C00 to C97.",
    denominator="People aged under 75 on the date of the run, by age band.",
    exclusions="Deaths with another underlying cause.",
    ids=ids("OHID Fingertips", "40501", differs="three years pooled"),
    not_in_it=NOT_REGISTERED,
    flow="cancer_deaths",
)
def cancer_deaths_under_75(person: Person) -> Terms:
    """Deaths from cancer in a year among people aged under 75."""
    return total(person.cancer_deaths, among=person.age < 75)
