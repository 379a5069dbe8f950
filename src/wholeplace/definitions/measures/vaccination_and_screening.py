"""Measures of vaccination and cancer screening."""

from __future__ import annotations

from wholeplace.definitions.measures.plans import (
    CORE20,
    JFP,
    LTP,
    MARCH_2028,
    WHO,
    asked,
    ids,
    share,
)
from wholeplace.definitions.measures.who_is_missing import NOT_CODED
from wholeplace.measures.measure import Terms, count, measure
from wholeplace.record.person import Person

UKHSA = "UK Health Security Agency, Immunisation against infectious disease (the Green Book)"


@measure(
    title="Influenza vaccination at 65 and over",
    source=f"{UKHSA}, chapter 19; World Health Organization aim of 75 %",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were vaccinated against influenza this season",
    among="people aged 65 or over",
    rationale="Influenza brings old people to hospital each winter, and the vaccine halves the "
    "chance of it.",
    numerator="Those vaccinated since 1 September.",
    denominator="Registered people aged 65 or over.",
    exclusions="Doses before 1 September.",
    targets=(share(0.75, WHO),),
    ids=ids("OHID Fingertips", "30314"),
    not_in_it=NOT_CODED,
)
def flu_vaccination_65_and_over(person: Person) -> Terms:
    """People aged 65 or over vaccinated against influenza this season."""
    return count(person.flu_vaccinated, among=person.registered & (person.age >= 65))


@measure(
    title="Influenza vaccination with COPD",
    source="Core20PLUS5 adults, chronic respiratory disease",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were vaccinated against influenza this season",
    among="people with COPD",
    rationale="Influenza sets off the attacks that bring people with COPD to hospital.",
    numerator="Those vaccinated since 1 September.",
    denominator="Registered people with COPD.",
    exclusions="Doses before 1 September.",
    targets=(asked("more uptake in five years", CORE20, by=MARCH_2028),),
    not_in_it=NOT_CODED,
)
def flu_vaccination_copd(person: Person) -> Terms:
    """People with COPD vaccinated against influenza this season."""
    return count(person.flu_vaccinated, among=person.registered & person.copd)


@measure(
    title="MMR vaccination by age 5",
    source=f"{UKHSA}, chapters 21, 23 and 28; World Health Organization aim of 95 %",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have had a measles, mumps and rubella vaccination",
    among="children aged 5",
    rationale="Measles returns where fewer than 95 in 100 children are protected.",
    numerator="Those with at least one MMR vaccination on the record.",
    denominator="Registered children aged 5.",
    targets=(share(0.95, WHO), asked("more children immunised at entry into school", JFP)),
    not_in_it=f"The second dose is not counted apart. {NOT_CODED}",
)
def mmr_by_age_5(person: Person) -> Terms:
    """Children aged 5 with at least one MMR vaccination."""
    return count(person.mmr_vaccinated, among=person.registered & (person.age == 5))


@measure(
    title="Cervical screening",
    source="NHS Cervical Screening Programme, coverage",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="are up to date with cervical screening",
    among="women aged 25 to 64",
    rationale="Screening prevents most cancer of the cervix, and is least taken up by those most "
    "at risk.",
    numerator="Those screened within 3.5 years, or 5.5 years from age 50.",
    denominator="Registered women aged 25 to 64.",
    targets=(share(0.8, "NHS Cervical Screening Programme"), asked("more uptake", LTP)),
    not_in_it="Women without a cervix are not taken out; trans men and non-binary people with a "
    f"cervix are in it only if registered as female. {NOT_CODED}",
)
def cervical_screening_coverage(person: Person) -> Terms:
    """Women aged 25 to 64 who are up to date with cervical screening."""
    invited = person.registered & (person.sex == "female") & person.age.between(25, 64)
    return count(person.cervical_screening_up_to_date, among=invited)


@measure(
    title="Bowel cancer screening",
    source="NHS Bowel Cancer Screening Programme, coverage",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were screened for bowel cancer within 2.5 years",
    among="people aged 60 to 74",
    rationale="Bowel cancer found by screening is mostly found early enough to be cured.",
    numerator="Those screened within 2 years and 6 months.",
    denominator="Registered people aged 60 to 74.",
    exclusions="Ages 50 to 59, to which the programme is being extended.",
    targets=(asked("more uptake", LTP),),
    ids=ids("OHID Fingertips", "91720"),
    not_in_it=NOT_CODED,
)
def bowel_screening_coverage(person: Person) -> Terms:
    """People aged 60 to 74 who are up to date with bowel cancer screening."""
    invited = person.registered & person.age.between(60, 74)
    return count(person.bowel_screening_up_to_date, among=invited)


@measure(
    title="Breast screening",
    source="NHS Breast Screening Programme, coverage",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had breast screening within 3 years",
    among="women aged 53 to 70",
    rationale="Screening finds breast cancer before it can be felt.",
    numerator="Those screened within 3 years.",
    denominator="Registered women aged 53 to 70.",
    exclusions="Women of 50 to 52, who may not have had their first invitation.",
    targets=(asked("more uptake", LTP),),
    ids=ids("OHID Fingertips", "22001"),
    not_in_it=NOT_CODED,
)
def breast_screening_coverage(person: Person) -> Terms:
    """Women aged 53 to 70 who are up to date with breast screening."""
    invited = person.registered & (person.sex == "female") & person.age.between(53, 70)
    return count(person.breast_screening_up_to_date, among=invited)
