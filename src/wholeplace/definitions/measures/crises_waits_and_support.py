"""Measures of frequent use, long waits, births, support at home, and needs beyond the registers."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.deaths_by_cause import NOT_REGISTERED
from wholeplace.definitions.measures.plans import (
    CONSTITUTION,
    JFP,
    LTP,
    MARCH_2025,
    MARCH_2026,
    PLANNING_2024,
    PLANNING_2025,
    asked,
    ids,
    share,
)
from wholeplace.definitions.measures.prevention_medicines_maternity_and_cancer import HOME
from wholeplace.definitions.measures.registers import REGISTERS
from wholeplace.definitions.measures.use import EVERYBODY, LEAVERS
from wholeplace.definitions.measures.use_of_care_outside_hospital import NOT_COUNCILS
from wholeplace.definitions.measures.use_of_clinics_waits_and_calls import NOT_SENT as NO_CLINIC
from wholeplace.definitions.measures.who_is_missing import NOT_RECORDED, NOT_SENT, UNLINKED
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.measures.targets import Target
from wholeplace.record.person import Person

QOF = "Quality and Outcomes Framework 2024/25"
FREQUENT = 5  # attendances a year
REGISTERED = "People registered with a practice of the system."


@measure(
    title="Frequent attendance at emergency departments",
    source="NHS England, high intensity use programme; Royal College of Emergency Medicine, 2017",
    group="use",
    statistic="proportion",
    says="attended urgent care five times or more in the last year",
    rationale="People who come often mostly have needs that no emergency department meets: "
    "loneliness, debt, pain, housing. The plan sets up a service for them.",
    numerator="Those with five attendances or more at any department in the last 12 months.",
    denominator=REGISTERED,
    exclusions="Nobody: children and people with cancer are counted too.",
    targets=(asked("high intensity use services set up", JFP, by=dt.date(2024, 3, 31)),),
    not_in_it=NOT_SENT,
)
def frequent_attenders(person: Person) -> Terms:
    """People who attended emergency departments and urgent care five times or more in a year."""
    return count(person.urgent_care_attendances >= FREQUENT, among=person.registered)


@measure(
    title="Ambulance handovers of over 30 minutes",
    source="NHS England, Ambulance Quality Indicators",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="ambulance handovers of over 30 minutes",
    unit="handovers",
    rationale="An ambulance that waits at a hospital cannot go to the next emergency.",
    numerator="Incidents of the last 12 months after which handing over took over 30 minutes.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Incidents that did not end in hospital; handovers whose times are not known.",
    targets=(asked("no handover over 45 minutes", PLANNING_2025, by=MARCH_2026),),
    not_in_it=f"People whose NHS number was not found; {UNLINKED}.",
    flow="long_handovers",
)
def long_handover_rate(person: Person) -> Terms:
    """Ambulance handovers of over 30 minutes in a year."""
    return total(person.long_handovers)


@measure(
    title="Waiting more than 52 weeks",
    source="NHS England, consultant-led referral to treatment waiting times",
    group="use",
    statistic="proportion",
    better="lower",
    says="have waited more than 52 weeks",
    among="people waiting for consultant-led treatment",
    rationale="A year's wait changes lives; restoring services inclusively means that no group "
    "waits longest.",
    numerator="Those with a clock that has run for more than 364 days.",
    denominator="Registered people with a clock that runs on the date of the run.",
    exclusions="Waits for tests; care outside referral to treatment.",
    targets=(share(0.01, PLANNING_2025, by=MARCH_2026, at_most=True),),
    not_in_it=f"Somebody on two lists counts once, by the longer wait. {NO_CLINIC}",
)
def waiting_over_52_weeks(person: Person) -> Terms:
    """People waiting for treatment for more than 52 weeks."""
    waiting = person.registered & (person.treatment_waits > 0)
    return count(person.treatment_waits_over_52_weeks > 0, among=waiting)


@measure(
    title="Waiting more than six weeks for a test",
    source="NHS England, monthly diagnostic waiting times (DM01)",
    group="use",
    statistic="proportion",
    better="lower",
    says="have waited more than six weeks",
    among="people waiting for a diagnostic test",
    rationale="Nothing can be treated until it is found; the plan asks for equal and timely access "
    "to tests.",
    numerator="Those with a wait for a test of more than 42 days.",
    denominator="Registered people waiting for a diagnostic test on the date of the run.",
    exclusions="Waits for treatment; planned repeat tests.",
    targets=(
        share(0.01, CONSTITUTION, at_most=True),
        share(0.05, PLANNING_2024, by=MARCH_2025, at_most=True),
    ),
    not_in_it=f"Somebody waiting for two tests counts once, by the longer wait. {NO_CLINIC}",
)
def waiting_over_six_weeks_for_test(person: Person) -> Terms:
    """People waiting for a diagnostic test for more than six weeks."""
    waiting = person.registered & (person.waits_for_tests > 0)
    return count(person.waits_for_tests_over_six_weeks > 0, among=waiting)


@measure(
    title="Births before 37 weeks",
    source="Maternity Services Data Set version 2.0; Saving Babies' Lives care bundle",
    group="outcomes",
    statistic="proportion",
    better="lower",
    says="gave birth before 37 weeks",
    among="people who gave birth in the last year",
    rationale="Babies born early are those most likely to die or to be disabled; smoking, poverty "
    "and infection lie behind many early births.",
    numerator="Those with a birth before 259 days of pregnancy.",
    denominator="Registered people who gave birth in the last 12 months after a pregnancy of known "
    "length.",
    exclusions="Births whose week of pregnancy is not known.",
    targets=(share(0.06, "Safer Maternity Care ambition", by=MARCH_2025, at_most=True),),
    not_in_it=f"{HOME.capitalize()}; {UNLINKED}.",
)
def preterm_births(person: Person) -> Terms:
    """People who gave birth before 37 weeks."""
    gave_birth = person.registered & (person.timed_deliveries > 0)
    return count(person.early_deliveries > 0, among=gave_birth)


@measure(
    title="Breast milk as the first feed",
    source="Maternity Services Data Set version 2.0; Public Health Outcomes Framework C05a",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="gave breast milk as the first feed",
    among="people who gave birth in the last year",
    rationale="Breast milk protects babies from infection, and is least often given where families "
    "are poor.",
    numerator="Those whose baby's first feed was breast milk.",
    denominator="Registered people who gave birth in the last 12 months whose baby's first feed is "
    "known.",
    exclusions="Births of which the first feed is not known.",
    not_in_it=f"{HOME.capitalize()}; {UNLINKED}.",
)
def breast_milk_first_feed(person: Person) -> Terms:
    """People whose baby's first feed was breast milk."""
    known = person.registered & (person.deliveries_with_feed_known > 0)
    return count(person.deliveries_with_breast_milk > 0, among=known)


@measure(
    title="Social care at home by direct payment",
    source="Adult Social Care Outcomes Framework, direct payments",
    group="use",
    statistic="proportion",
    better="higher",
    says="are paid directly and arrange their own care",
    among="adults with long-term social care at home",
    rationale="Choosing one's own care is what personalised care means; the plan wants more of it.",
    numerator="Those with a direct payment that goes on on the date of the run.",
    denominator="Adults with long-term support at home that a council arranges on that date.",
    exclusions="People in care homes; support for carers.",
    targets=(Target(says="4 in 100 more", source=JFP, change=0.04, by=dt.date(2026, 3, 31)),),
    not_in_it=NOT_COUNCILS,
)
def direct_payment_share(person: Person) -> Terms:
    """Adults with long-term social care at home who are paid directly."""
    supported = (person.age >= 18) & (person.support_at_home > 0)
    return count(person.direct_payments > 0, among=supported)


@measure(
    title="Reablement begun, 65 and over",
    source="Better Care Fund, reablement",
    group="use",
    statistic="rate",
    per=1_000,
    better="higher",
    says="courses of reablement",
    among="people aged 65 or over",
    unit="courses",
    rationale="Six weeks of help to manage again keeps people at home after a stay in hospital.",
    numerator="Short-term support to regain independence that began in the last 12 months.",
    denominator=f"People aged 65 or over on the date of the run. {LEAVERS}",
    exclusions="Other short-term support; people under 65.",
    targets=(
        asked("at least 82 in 100 still at home after 91 days, in 2018/19", "Better Care Fund"),
    ),
    not_in_it=f"Reablement paid for privately. {NOT_COUNCILS}",
    flow="reablement",
)
def reablement_65_and_over(person: Person) -> Terms:
    """Courses of reablement that councils began in a year for people aged 65 or over."""
    return total(person.reablement, among=person.age >= 65)


@measure(
    title="Deaths under 75 from respiratory disease",
    source="Public Health Outcomes Framework E07, respiratory disease",
    group="outcomes",
    statistic="dsr",
    per=100_000,
    better="lower",
    says="deaths from respiratory disease",
    among="people aged under 75",
    unit="deaths",
    rationale="With circulatory disease and cancer, one of the three causes of most of the gap in "
    "life expectancy.",
    numerator="Registered deaths of the last 12 months with the underlying cause J00 to J99.",
    denominator="People aged under 75 on the date of the run, by age band.",
    exclusions="Deaths with another underlying cause, COVID-19 among them.",
    ids=ids("OHID Fingertips", "40701", differs="three years pooled"),
    not_in_it=NOT_REGISTERED,
    flow="respiratory_deaths",
)
def respiratory_deaths_under_75(person: Person) -> Terms:
    """Deaths from respiratory disease in a year among people aged under 75."""
    return total(person.respiratory_deaths, among=person.age < 75)


@measure(
    title="Autism",
    source="NHS England primary-care reference set of autism",
    group="conditions",
    statistic="proportion",
    says="are recorded as autistic",
    rationale="Autistic people die early and wait long for a diagnosis. One of the plan's PLUS "
    "groups.",
    numerator="People ever recorded as autistic.",
    denominator=REGISTERED,
    targets=(asked("the All Age Autism Strategy carried out", JFP),),
    not_in_it=f"Most autistic adults, whom nobody has diagnosed. {NOT_RECORDED}",
)
def autism_prevalence(person: Person) -> Terms:
    """The share of registered people recorded as autistic."""
    return count(person.autism, among=person.registered)


@measure(
    title="In need of palliative care",
    source=f"{QOF}, palliative care register",
    group="conditions",
    statistic="proportion",
    says="are recorded as in need of palliative care",
    rationale="About one person in a hundred is in the last year of life; those recorded can be "
    "asked where they want to be.",
    numerator="People ever recorded as in need of palliative care.",
    denominator=REGISTERED,
    ids=REGISTERS["palliative_care"].ids,
    register_years=REGISTERS["palliative_care"].years,
    not_in_it=f"People near the end of life whom nobody has recorded. {NOT_RECORDED}",
)
def palliative_care_register(person: Person) -> Terms:
    """The share of registered people on the palliative care register."""
    return count(person.palliative_care, among=person.registered)


@measure(
    title="Moderate or severe frailty, 65 and over",
    source="NHS England GP contract: frailty identified from age 65 and confirmed by a clinician",
    group="conditions",
    statistic="proportion",
    says="are recorded with moderate or severe frailty",
    among="people aged 65 or over",
    rationale="Frail people gain most from care planned ahead, and lose most from a stay in "
    "hospital.",
    numerator="People aged 65 or over with a coded finding of moderate or severe frailty.",
    denominator="People registered with a practice of the system, aged 65 or over.",
    exclusions="People under 65; the electronic frailty index, which is a score and not a finding.",
    targets=(asked("proactive care for frailty", LTP),),
    not_in_it=f"Frail people whom no clinician has assessed. {NOT_RECORDED}",
)
def frailty_65_and_over(person: Person) -> Terms:
    """The share of people aged 65 or over with moderate or severe frailty on the record."""
    return count(person.frail, among=person.registered & (person.age >= 65))
