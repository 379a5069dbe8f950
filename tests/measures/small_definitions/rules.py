"""A handful of definitions of every kind, so that a whole run takes seconds."""

from __future__ import annotations

from wholeplace.measures.measure import count, measure, total
from wholeplace.record.attributes import Measurement, activity, attribute
from wholeplace.record.codelists import CodeList
from wholeplace.record.conditions import condition

STROKE = CodeList(name="stroke", title="Stroke", codes=("230690007", "422504002"))
DEMENTIA = CodeList(name="dementia", title="Dementia", codes=("52448006",))
DEMENTIA_RESOLVED = CodeList(
    name="dementia_resolved", title="Dementia resolved", codes=("1321000119108",)
)
SYSTOLIC = Measurement(
    name="systolic",
    title="Systolic blood pressure",
    codes=("271649006",),
    unit="mmHg",
    lowest=50,
    highest=300,
)
EMPTY = ""
SAYS = {"numerator": "People counted.", "denominator": "People.", "not_in_it": "Nobody."}


@condition(title="Stroke", source="None", example=EMPTY)
def stroke(person):
    """Ever coded with a stroke."""
    return person.coded("stroke").since_first()


@condition(title="Dementia", source="None", example=EMPTY)
def dementia(person):
    """Coded with dementia, and not resolved since."""
    return person.coded("dementia").since_first().unless_later("dementia_resolved")


@attribute(title="Conditions")
def n_conditions(person):
    """How many of the conditions hold."""
    return person.how_many("stroke", "dementia")


@activity(title="Stays", dataset="hospital_spell", date="admission_date")
def stays(row):
    """Hospital stays."""
    return row.admission_date.notnull()


@activity(title="Attendances", dataset="emergency_attendance", date="arrival_date")
def attendances(row):
    """Emergency attendances."""
    return row.arrival_date.notnull()


@measure(title="People", statistic="count", says="live here", **SAYS)
def people(person):
    """Everybody alive."""
    return count(person.alive)


@measure(title="Stroke", statistic="proportion", says="had a stroke", **SAYS)
def stroke_prevalence(person):
    """The share with a stroke."""
    return count(person.stroke)


@measure(
    title="Dementia in old age",
    statistic="proportion",
    says="live with dementia",
    among="people aged 65 and over",
    basis=("registered",),
    **SAYS,
)
def dementia_65(person):
    """The share of registered people aged 65 and over with dementia."""
    return count(person.dementia, among=person.age >= 65)


@measure(
    title="Stays",
    statistic="rate",
    per=1_000,
    says="stays",
    flow="stays",
    monthly=True,
    **SAYS,
)
def stay_rate(person):
    """Stays in a year."""
    return total(person.stays)


@measure(
    title="Stays, adjusted for age", statistic="dsr", per=1_000, says="stays", flow="stays", **SAYS
)
def stays_standardised(person):
    """Stays in a year, adjusted for age."""
    return total(person.stays)


@measure(title="Conditions", statistic="mean", unit="conditions", says="conditions", **SAYS)
def mean_conditions(person):
    """The mean number of conditions."""
    return total(person.n_conditions)


@measure(
    title="Attendances", statistic="rate", per=1_000, says="attendances", flow="attendances", **SAYS
)
def attendance_rate(person):
    """Attendances in a year; nobody sends them here."""
    return total(person.attendances)
