"""Measures of how care is used: contacts, attendances, admissions, days in hospital."""

from __future__ import annotations

from wholeplace.definitions.measures.who_is_missing import NOT_SENT, UNLINKED
from wholeplace.measures.measure import Basis, Terms, measure, total
from wholeplace.record.person import Person

DICTIONARY = "NHS Data Model and Dictionary"
EVERYBODY = "Everybody on the date of the run."
BY_HOSPITAL_TOO: tuple[Basis, ...] = ("registered", "resident", "treated_here")
LEAVERS = "People who left or died in the year count in the events, not in the population."


@measure(
    title="Days with a GP contact",
    source="Wholeplace: days with any code of contact",
    group="use",
    statistic="mean",
    says="days with a contact with their practice",
    unit="days in the last year",
    rationale="How much general practice a place uses, read beside how ill it is.",
    numerator="Days in the last 12 months with a coded contact, added up over people.",
    denominator="People registered with a practice of the system.",
    exclusions="Several codes on one day, which count once.",
    not_in_it=f"Contacts the practice did not code; appointments missed; {UNLINKED}.",
)
def gp_contact_days_each(person: Person) -> Terms:
    """The mean number of days in a year on which somebody was in contact with their practice."""
    return total(person.gp_contact_days, among=person.registered)


@measure(
    title="Attendances at major emergency departments",
    source=f"{DICTIONARY}, emergency care department type 01 and 02",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="attendances at major emergency departments",
    unit="attendances",
    rationale="Where attendances are high for how ill people are, care elsewhere may be hard to "
    "reach.",
    numerator="Attendances in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Minor injury units and walk-in centres.",
    not_in_it=NOT_SENT,
    flow="emergency_attendances",
    monthly=True,
    basis=BY_HOSPITAL_TOO,
)
def emergency_attendance_rate(person: Person) -> Terms:
    """Attendances at major emergency departments in a year."""
    return total(person.emergency_attendances)


@measure(
    title="Attendances at any urgent care department",
    source=f"{DICTIONARY}, emergency care department type",
    group="use",
    statistic="rate",
    per=1_000,
    says="attendances at emergency departments and urgent treatment centres",
    unit="attendances",
    rationale="All urgent care together, so that a new urgent treatment centre does not look like "
    "a fall.",
    numerator="Attendances of any type in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    not_in_it=NOT_SENT,
    flow="urgent_care_attendances",
    monthly=True,
)
def urgent_care_attendance_rate(person: Person) -> Terms:
    """Attendances at emergency departments, minor injury units and walk-in centres in a year."""
    return total(person.urgent_care_attendances)


@measure(
    title="Emergency admissions",
    source=f"{DICTIONARY}, admission method 21 to 28 and 2A to 2D",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="emergency admissions",
    unit="admissions",
    rationale="Emergency admissions fill hospital beds and put off planned care; the plan saw them "
    "grow by 4.2 in 100 a year.",
    numerator="Spells of the last 12 months that began as an emergency.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Planned and maternity stays.",
    not_in_it=NOT_SENT,
    flow="emergency_admissions",
    monthly=True,
    basis=BY_HOSPITAL_TOO,
)
def emergency_admission_rate(person: Person) -> Terms:
    """Emergency admissions in a year, not adjusted for age."""
    return total(person.emergency_admissions)


@measure(
    title="Planned admissions",
    source=f"{DICTIONARY}, admission method 11 to 13",
    group="use",
    statistic="rate",
    per=1_000,
    says="planned admissions",
    unit="admissions",
    rationale="Planned care given, against which the waiting list is read.",
    numerator="Planned, booked and waiting-list spells of the last 12 months, day cases included.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    not_in_it=NOT_SENT,
    flow="elective_admissions",
    monthly=True,
    basis=BY_HOSPITAL_TOO,
)
def elective_admission_rate(person: Person) -> Terms:
    """Planned admissions in a year, not adjusted for age."""
    return total(person.elective_admissions)


@measure(
    title="Days in hospital after emergency admission",
    source="NHS England, emergency bed days",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="days in hospital after emergency admission",
    unit="days",
    rationale="Beds are what a hospital runs out of: days show both how many come and how long "
    "they stay.",
    numerator="Nights of spells that began as an emergency in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    exclusions="Stays without a night.",
    not_in_it=NOT_SENT,
    flow="emergency_bed_days",
    monthly=True,
    basis=BY_HOSPITAL_TOO,
)
def emergency_bed_day_rate(person: Person) -> Terms:
    """Days people spend in hospital after being admitted as an emergency, in a year."""
    return total(person.emergency_bed_days)


@measure(
    title="Long emergency stays",
    source="NHS England, stays of 21 days and over",
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="emergency stays of 21 nights or more",
    unit="stays",
    rationale="Three weeks in a bed cost an old person much of their strength; most such stays "
    "wait for care elsewhere.",
    numerator="Emergency spells of 21 nights or more that began in the last 12 months.",
    denominator=f"{EVERYBODY} {LEAVERS}",
    not_in_it=NOT_SENT,
    flow="long_stays",
)
def long_stay_rate(person: Person) -> Terms:
    """Emergency stays of three weeks or more, in a year."""
    return total(person.long_stays)


@measure(
    title="Births given",
    source="ICD-10 O80 to O84; general fertility rate of the Office for National Statistics",
    group="use",
    statistic="rate",
    per=1_000,
    says="births in hospital",
    among="women aged 15 to 44",
    unit="births",
    rationale="How many births maternity services and health visitors must be ready for.",
    numerator="Deliveries in the last 12 months.",
    denominator="Women aged 15 to 44 on the date of the run.",
    not_in_it=f"Births at home. {NOT_SENT}",
    flow="deliveries",
)
def delivery_rate(person: Person) -> Terms:
    """Deliveries in hospital in a year."""
    return total(person.deliveries, among=(person.sex == "female") & person.age.between(15, 44))
