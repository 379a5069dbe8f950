"""Measures of outcomes, standardised for age so that old and young places compare."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.plans import CVD_STRATEGY, fewer, ids
from wholeplace.definitions.measures.who_is_missing import NOT_HERE, NOT_SENT
from wholeplace.measures.measure import Terms, measure, total
from wholeplace.record.person import Person

DICTIONARY = "NHS Data Model and Dictionary"
EVERYBODY = (
    "Everybody on the date of the run, by age band. People who left or died in the year count in "
    "the events, not in the population."
)


@measure(
    title="Emergency admissions, standardised for age",
    source=f"{DICTIONARY}, admission method; European Standard Population 2013",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions",
    unit="admissions",
    rationale="Age apart, emergency admissions say how ill a place is and how well care outside "
    "hospital works.",
    numerator="Spells of the last 12 months that began as an emergency, by age band.",
    denominator=EVERYBODY,
    exclusions="Planned and maternity stays.",
    not_in_it=NOT_SENT,
    flow="emergency_admissions",
)
def emergency_admissions_standardised(person: Person) -> Terms:
    """Emergency admissions in a year, as they would be if every place had the same ages."""
    return total(person.emergency_admissions)


@measure(
    title="Emergency admissions after a fall, 65 and over",
    source="Public Health Outcomes Framework C29; European Standard Population 2013",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions after a fall",
    among="people aged 65 or over",
    unit="admissions",
    rationale="A fall that needs a hospital bed often ends independent life; many can be "
    "prevented.",
    numerator="Emergency spells for an injury with a fall among the causes, at 65 or over.",
    denominator="People aged 65 or over on the date of the run, by age band.",
    exclusions="Injuries with no fall among their causes.",
    ids=ids("OHID Fingertips", "22401"),
    not_in_it=f"Falls that needed no admission. {NOT_SENT}",
    flow="falls_admissions",
)
def falls_admissions_65_and_over(person: Person) -> Terms:
    """Emergency admissions after a fall in a year, among people aged 65 or over."""
    return total(person.falls_admissions, among=person.age >= 65)


@measure(
    title="Emergency admissions that good care outside hospital can prevent",
    source="NHS Outcomes Framework, indicator 2.3.i; European Standard Population 2013",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions for chronic ambulatory care sensitive conditions",
    unit="admissions",
    rationale="Good care in the community should keep these conditions out of hospital.",
    numerator="Emergency spells whose main diagnosis is on the list, by age band.",
    denominator=EVERYBODY,
    exclusions="Acute bronchitis beside chronic lung disease.",
    not_in_it=f"Acute bronchitis beside chronic lung disease is left out. {NOT_SENT}",
    flow="ambulatory_care_sensitive_admissions",
)
def ambulatory_care_sensitive_standardised(person: Person) -> Terms:
    """Emergency admissions for conditions that care outside hospital can keep stable."""
    return total(person.ambulatory_care_sensitive_admissions)


@measure(
    title="Emergency admissions with heart failure",
    source="ICD-10 I50; European Standard Population 2013",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions with heart failure",
    unit="admissions",
    rationale="Most admissions with heart failure follow weeks of warning signs that care at home "
    "could have caught.",
    numerator="Emergency spells whose main diagnosis is heart failure, by age band.",
    denominator=EVERYBODY,
    exclusions="Stays in which heart failure is not the main diagnosis.",
    targets=(fewer(0.05, CVD_STRATEGY, of="admissions than in 2021", by=dt.date(2026, 12, 31)),),
    not_in_it=NOT_SENT,
    flow="heart_failure_admissions",
)
def heart_failure_admissions_standardised(person: Person) -> Terms:
    """Emergency admissions with heart failure in a year."""
    return total(person.heart_failure_admissions)


@measure(
    title="Emergency admissions after self-harm, 10 to 24",
    source="Public Health Outcomes Framework, emergency admissions for self-harm, ages 10 to 24",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions after self-harm",
    among="people aged 10 to 24",
    unit="admissions",
    rationale="Self-harm in the young says how distress is met. If you need to talk, call "
    "Samaritans free on 116 123 or NHS 111, option 2.",
    numerator="Emergency spells with intentional self-harm among the causes, at 10 to 24.",
    denominator="People aged 10 to 24 on the date of the run, by age band.",
    ids=ids("OHID Fingertips", "90813"),
    not_in_it=f"Self-harm that was not admitted. {NOT_SENT}",
    flow="self_harm_admissions",
)
def self_harm_admissions_10_to_24(person: Person) -> Terms:
    """Emergency admissions after self-harm in a year, among young people."""
    return total(person.self_harm_admissions, among=person.age.between(10, 24))


@measure(
    title="Deaths under 75",
    source="Public Health Outcomes Framework E03, from all causes; European Standard Population",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="deaths",
    among="people aged under 75",
    unit="deaths",
    rationale="Dying before 75 is what health inequality comes to.",
    numerator="People who died in the last 12 months, by the age they would have reached.",
    denominator="People aged under 75 on the date of the run, by age band.",
    ids=ids("OHID Fingertips", "108", differs="three years pooled"),
    not_in_it="Age is taken on the date of the run, so somebody who died at 74 and would be 75 by "
    f"then is left out. {NOT_HERE}",
    flow="deaths",
)
def deaths_under_75(person: Person) -> Terms:
    """Deaths in a year among people aged under 75."""
    return total(person.deaths, among=person.age < 75)
