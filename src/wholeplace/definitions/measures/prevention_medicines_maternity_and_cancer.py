"""Measures of medicines, vaccination, maternity care and the stage at which cancer is found."""

from __future__ import annotations

import datetime as dt

from wholeplace.definitions.measures.plans import CORE20, JFP, LTP, MARCH_2028, asked, ids, share
from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.measures.measure import Terms, count, measure
from wholeplace.record.person import Person

CORE20_ADULTS = "Core20PLUS5 adults"
HOME = "births elsewhere, at home or paid for privately"


@measure(
    title="Statin with cardiovascular disease",
    source="CVDPREVENT CVDP009CHOL; National Institute for Health and Care Excellence, NG238",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were prescribed a statin in the last six months",
    among="people with coronary heart disease, stroke or peripheral arterial disease",
    rationale="After a heart attack or a stroke, a statin prevents about one in four of the next "
    "ones.",
    numerator="Those with an item of a statin in the six months that end on the date of the run.",
    denominator="Registered people with one of the three diseases.",
    exclusions="Items older than six months.",
    targets=(
        share(0.95, "QOF 2024/25, CHOL003, upper threshold"),
        asked("improve lipid management", CORE20),
    ),
    ids=ids("CVDPREVENT", "CVDP009CHOL", differs="counts every medicine that lowers lipids"),
    not_in_it=f"Other medicines that lower lipids; statins from hospital or bought; {UNLINKED}.",
)
def statin_with_cardiovascular_disease(person: Person) -> Terms:
    """People with cardiovascular disease who take a statin."""
    ill = person.coronary_heart_disease | person.stroke_or_tia | person.peripheral_arterial_disease
    return count(person.statin_items > 0, among=person.registered & ill)


@measure(
    title="Pneumococcal vaccination with COPD",
    source=f"{CORE20_ADULTS}, chronic respiratory disease; the Green Book, chapter 25",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="have had a pneumococcal vaccination",
    among="people with COPD",
    rationale="Pneumonia is a common reason why people with COPD come to hospital.",
    numerator="Those with a dose on the record, however long ago.",
    denominator="Registered people with COPD.",
    exclusions="Doses declined.",
    targets=(asked("more uptake in five years", CORE20, by=MARCH_2028),),
    not_in_it=f"Doses before records were kept electronically; {UNLINKED}.",
)
def pneumococcal_vaccination_copd(person: Person) -> Terms:
    """People with COPD vaccinated against pneumococcal disease."""
    return count(person.pneumococcal_vaccinations > 0, among=person.registered & person.copd)


@measure(
    title="COVID-19 vaccination at 75 and over",
    source="UK Health Security Agency, the Green Book, chapter 14a",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were vaccinated against COVID-19 in the last year",
    among="people aged 75 or over",
    rationale="COVID-19 still brings old people to hospital, and immunity fades within the year.",
    numerator="Those with a dose in the last 12 months.",
    denominator="Registered people aged 75 or over.",
    exclusions="Doses declined; doses more than 12 months ago.",
    targets=(asked("more uptake", JFP),),
    not_in_it=f"Doses given abroad; {UNLINKED}.",
)
def covid_vaccination_75_and_over(person: Person) -> Terms:
    """People aged 75 or over vaccinated against COVID-19 in a year."""
    return count(person.covid_vaccinations > 0, among=person.registered & (person.age >= 75))


@measure(
    title="Booked for maternity care within ten weeks",
    source="National Institute for Health and Care Excellence, NG201",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were booked within ten weeks of pregnancy",
    among="people booked for maternity care in the last year",
    rationale="Care begun early finds risks while something can be done about them; people in "
    "poorer areas book later.",
    numerator="Those booked at 70 days of pregnancy or earlier.",
    denominator="Registered people booked in the last 12 months whose week of pregnancy is known.",
    exclusions="Bookings whose week of pregnancy is not known.",
    not_in_it=f"Pregnancies that ended before booking; {UNLINKED}.",
)
def maternity_booking_by_ten_weeks(person: Person) -> Terms:
    """People whose pregnancy was booked within ten weeks."""
    booked = person.registered & (person.maternity_bookings > 0)
    return count(person.early_maternity_bookings > 0, among=booked)


@measure(
    title="Continuity of carer in maternity",
    source=f"{CORE20_ADULTS}, maternity",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="were placed on a continuity of carer pathway",
    among="people booked for maternity care in the last year",
    rationale="Women cared for by the same midwives lose fewer babies, and the benefit is greatest "
    "for those with most to lose.",
    numerator="Those placed on the pathway at booking.",
    denominator="Registered people booked in the last 12 months whose pathway is known.",
    exclusions="Bookings of which it is not said whether the pathway is one of continuity.",
    targets=(
        share(
            0.75, CORE20, whom="of women from minority ethnic groups and the most deprived areas"
        ),
        share(0.51, LTP, by=dt.date(2021, 12, 31)),
    ),
    not_in_it=f"Whether the same carer was in fact seen; {UNLINKED}.",
)
def maternity_continuity_of_carer(person: Person) -> Terms:
    """People booked onto a pathway of continuity of carer."""
    booked = person.registered & (person.continuity_known > 0)
    return count(person.continuity_pathways > 0, among=booked)


@measure(
    title="Smoking at the time of delivery",
    source="Public Health Outcomes Framework C06; Maternity Services Data Set",
    group="prevention",
    statistic="proportion",
    better="lower",
    says="smoked when their baby was born",
    among="people who gave birth in the last year",
    rationale="Smoking in pregnancy is the largest cause of stillbirth and small babies that can "
    "be changed.",
    numerator="Those who smoked at delivery.",
    denominator="Registered people who gave birth in the last 12 months whose smoking is known.",
    exclusions="Deliveries of which it is not known whether the mother smoked.",
    targets=(
        share(
            0.06,
            "Department of Health, Tobacco control plan 2017",
            by=dt.date(2022, 12, 31),
            at_most=True,
        ),
    ),
    ids=ids("OHID Fingertips", "93085"),
    not_in_it=f"{HOME.capitalize()}; {UNLINKED}.",
)
def smoking_at_delivery(person: Person) -> Terms:
    """People who smoked when they gave birth."""
    gave_birth = person.registered & (person.deliveries_with_smoking_known > 0)
    return count(person.deliveries_smoking > 0, among=gave_birth)


@measure(
    title="Cancer found early",
    source=f"{CORE20_ADULTS}, early cancer diagnosis; National Disease Registration Service",
    group="prevention",
    statistic="proportion",
    better="higher",
    says="had it found at stage 1 or 2",
    among="people whose cancer was diagnosed in the last two years",
    rationale="Cancer found at stage 1 or 2 can mostly be cured; found later, mostly not.",
    numerator="Those with a cancer found at stage 1 or 2.",
    denominator="Registered people with a cancer diagnosed in 24 months whose stage is known.",
    exclusions="Skin cancer other than melanoma; tumours whose stage is not known.",
    targets=(share(0.75, CORE20, by=dt.date(2028, 12, 31)),),
    not_in_it="People who have since died; cancers whose stage is not known; skin cancer other "
    f"than melanoma; diagnoses too recent to be registered; {UNLINKED}.",
)
def cancer_found_early(person: Person) -> Terms:
    """People with cancer found at stage 1 or 2."""
    staged = person.registered & (person.staged_cancers > 0)
    return count(person.early_cancers > 0, among=staged)
