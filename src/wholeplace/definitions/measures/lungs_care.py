"""Measures of asthma and COPD: medicines, vaccination, and days in hospital."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from wholeplace.definitions.measures.plans import CORE20, JFP, LTP, MARCH_2028, asked, ids
from wholeplace.definitions.measures.registers import REGISTERS
from wholeplace.definitions.measures.use import LEAVERS
from wholeplace.definitions.measures.who_is_missing import (
    NOT_CODED,
    NOT_RECORDED,
    NOT_SENT,
    UNLINKED,
)
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.record.person import Person

MANY_RELIEVERS = 6  # inhalers a year
OVERUSE = "NHS England, Investment and Impact Fund RESP-02; National Review of Asthma Deaths, 2014"
END_OF_2028 = dt.date(2028, 12, 31)


@measure(
    title="Asthma register, as the framework counts it",
    source="Quality and Outcomes Framework 2024/25, AST005",
    group="conditions",
    statistic="proportion",
    says="are on the asthma register",
    among="people aged 6 or over",
    rationale="The framework asks for treatment in the last year, so this is the figure to compare "
    "with what NHS England publishes; the prevalence beside it counts everybody diagnosed.",
    numerator="People aged 6 or over with asthma and an item for the airways in the last 12 "
    "months.",
    denominator="People registered with a practice of the system, aged 6 or over.",
    exclusions="People under 6; people whose asthma was not treated in the last 12 months.",
    ids=ids("QOF", "AST005"),
    register_years=tuple(replace(year, here="") for year in REGISTERS["asthma"].years),
    not_in_it=f"Medicines from hospital or bought. {NOT_RECORDED}",
)
def asthma_register(person: Person) -> Terms:
    """The share of people aged 6 or over with asthma that was treated in the last year."""
    who = person.registered & (person.age >= 6)
    return count(person.asthma & (person.airways_items > 0), among=who)


@measure(
    title="Asthma: too many relievers",
    source=OVERUSE,
    group="prevention",
    statistic="proportion",
    better="lower",
    says="were prescribed six or more reliever inhalers in the last year",
    among="people with asthma",
    rationale="Somebody who needs six relievers a year has asthma that is not controlled, and is "
    "in danger of an attack.",
    numerator="Those with six or more items of a reliever in the last 12 months.",
    denominator="Registered people aged 6 or over with asthma.",
    exclusions="People under 6. An item of two inhalers counts once.",
    targets=(asked("less reliance on relievers", CORE20, by=END_OF_2028),),
    not_in_it=f"Relievers bought, or given in hospital; {UNLINKED}.",
)
def asthma_many_relievers(person: Person) -> Terms:
    """People with asthma who were prescribed six or more relievers in a year."""
    many = person.reliever_items >= MANY_RELIEVERS
    return count(many, among=person.registered & person.asthma)


@measure(
    title="Asthma in children: too many relievers",
    source=f"{OVERUSE}; Core20PLUS5 children and young people, asthma",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="were prescribed six or more reliever inhalers in the last year",
    among="children aged 6 to 17 with asthma",
    rationale="One of the five clinical areas for children: over-reliance on relievers comes "
    "before attacks, and is commoner where families are poor.",
    numerator="Those with six or more items of a reliever in the last 12 months.",
    denominator="Registered children aged 6 to 17 with asthma.",
    exclusions="Children under 6, of whom the register takes no account.",
    targets=(asked("less reliance on relievers", CORE20, by=END_OF_2028),),
    not_in_it=f"Relievers bought, or given in hospital; {UNLINKED}.",
)
def asthma_many_relievers_children(person: Person) -> Terms:
    """Children with asthma who were prescribed six or more relievers in a year."""
    children = person.registered & person.asthma & person.age.between(6, 17)
    return count(person.reliever_items >= MANY_RELIEVERS, among=children)


@measure(
    title="Emergency admissions with asthma, under 19",
    source="OHID Fingertips 90810; ICD-10 J45 and J46; European Standard Population 2013",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="emergency admissions with asthma",
    among="people aged under 19",
    unit="admissions",
    rationale="Nearly every admission of a child with asthma could have been prevented.",
    numerator="Emergency spells whose main diagnosis is asthma, under 19.",
    denominator="People aged under 19 on the date of the run, by age band.",
    exclusions="Stays in which asthma is not the main diagnosis.",
    targets=(
        asked("fewer asthma attacks", CORE20, by=END_OF_2028),
        asked("better outcomes for children with asthma", LTP),
    ),
    ids=ids("OHID Fingertips", "90810", differs="a crude rate"),
    not_in_it=NOT_SENT,
    flow="asthma_admissions",
)
def asthma_admissions_under_19(person: Person) -> Terms:
    """Emergency admissions with asthma in a year among people aged under 19."""
    return total(person.asthma_admissions, among=person.age < 19)


@measure(
    title="COVID-19 vaccination with COPD",
    source="Core20PLUS5 adults, chronic respiratory disease; the Green Book, chapter 14a",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were vaccinated against COVID-19 in the last year",
    among="people with COPD",
    rationale="One of the three vaccines whose uptake in COPD the plan follows.",
    numerator="Those with a dose in the last 12 months.",
    denominator="Registered people with COPD.",
    exclusions="Doses declined; doses more than 12 months ago.",
    targets=(asked("more uptake in five years", CORE20, by=MARCH_2028),),
    not_in_it=f"Doses given abroad; {UNLINKED}.",
)
def covid_vaccination_copd(person: Person) -> Terms:
    """People with COPD vaccinated against COVID-19 in a year."""
    return count(person.covid_vaccinations > 0, among=person.registered & person.copd)


@measure(
    title="Influenza vaccination under 65 at risk",
    source="UK Health Security Agency, the Green Book, chapter 19, clinical risk groups",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were vaccinated against influenza this season",
    among="people aged 18 to 64 with an illness that calls for it",
    rationale="Younger people with a chronic illness are those at risk who are most often missed.",
    numerator="Those vaccinated since 1 September.",
    denominator="Registered people aged 18 to 64 with asthma, COPD, heart disease, heart failure, "
    "stroke, kidney disease, liver disease, diabetes, epilepsy, multiple sclerosis or a learning "
    "disability.",
    exclusions="Doses before 1 September; people under 18.",
    targets=(asked("more uptake", JFP),),
    not_in_it="Pregnant people, people with a weak immune system or severe obesity, and carers, "
    f"who are offered it too. {NOT_CODED}",
)
def flu_vaccination_at_risk(person: Person) -> Terms:
    """People aged 18 to 64 in a clinical risk group vaccinated against influenza this season."""
    risks = person.how_many(
        "asthma",
        "copd",
        "coronary_heart_disease",
        "heart_failure",
        "stroke_or_tia",
        "chronic_kidney_disease",
        "chronic_liver_disease",
        "diabetes",
        "epilepsy",
        "multiple_sclerosis",
        "learning_disability",
    )
    at_risk = person.registered & person.age.between(18, 64) & (risks > 0)
    return count(person.flu_vaccinated, among=at_risk)


@measure(
    title="Days in hospital with COPD",
    source="ICD-10 J40 to J44",
    group="outcomes",
    statistic="rate",
    per=1_000,
    better="lower",
    says="days in hospital with COPD",
    among="people with COPD",
    unit="days",
    rationale="The plan wants people with COPD to spend fewer days in hospital.",
    numerator="Nights of emergency spells of the last 12 months whose main diagnosis is COPD, of "
    "people with COPD on the record.",
    denominator=f"People with COPD on the date of the run. {LEAVERS}",
    exclusions="Stays without a night; stays in which COPD is not the main diagnosis.",
    targets=(asked("fewer days in hospital", LTP),),
    not_in_it=NOT_SENT,
    flow="copd_bed_days",
)
def copd_bed_day_rate(person: Person) -> Terms:
    """Days that people with COPD spend in hospital because of it, in a year."""
    return total(person.copd_bed_days, among=person.copd)
