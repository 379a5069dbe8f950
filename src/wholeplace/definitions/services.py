"""Services whose reach is shown against need, and the clauses of contracts that ask for it."""

from __future__ import annotations

import ibis.expr.types as ir

from wholeplace.definitions.measures.who_is_missing import UNLINKED
from wholeplace.measures.reach.definition import Clause, Service
from wholeplace.record.person import Person

HWB = (
    "Cambridgeshire and Peterborough Joint Health and Wellbeing Strategy, section on how partners "
    "work together"
)
LOOKED_FOR = (
    "coronary_heart_disease",
    "stroke_or_tia",
    "hypertension",
    "diabetes",
    "chronic_kidney_disease",
    "atrial_fibrillation",
    "heart_failure",
    "peripheral_arterial_disease",
)
NOT_RECORDED = f"Need that nobody has recorded; providers that send no data; {UNLINKED}."


def due_health_checks(person: Person) -> ir.BooleanValue:
    """Aged 40 to 74, without a condition that NHS Health Checks look for."""
    return person.age.between(40, 74) & (person.how_many(*LOOKED_FOR) == 0)


NHS_HEALTH_CHECKS = Service(
    name="nhs_health_checks",
    title="NHS Health Checks",
    source="NHS Health Check programme, commissioned by councils' public health teams",
    clients=lambda person: due_health_checks(person) & person.nhs_health_checked,
    need=due_health_checks,
    months=60,
    used_by="people who had a check in five years",
    says="had a check in five years",
    needed_by="people aged 40 to 74 without a condition the check looks for",
    doc="Checks for heart disease, stroke, diabetes and kidney disease to come.",
    not_in_it=f"Checks that were never coded by the practice; {UNLINKED}.",
)

TALKING_THERAPIES = Service(
    name="talking_therapies",
    title="Talking Therapies",
    source="NHS Talking Therapies manual, NHS England",
    clients=lambda person: person.talking_therapies_begun > 0,
    need=lambda person: person.depression & (person.age >= 18),
    used_by="people who began treatment in the last year",
    says="began treatment in the last year",
    needed_by="adults with depression on their GP record",
    doc="Talking treatment for anxiety and depression.",
    not_in_it="Depression and anxiety that no GP has recorded, which may be commoner where people "
    f"see their GP less; therapy outside the NHS; {UNLINKED}.",
)

COMMUNITY_HEALTH = Service(
    name="community_health",
    title="Community health services",
    source="Community Services Data Set version 1.6",
    clients=lambda person: person.community_contacts > 0,
    need=lambda person: person.multimorbidity,
    used_by="people with a contact in the last year",
    says="had a contact in the last year",
    needed_by="people with two or more long-term conditions",
    doc="District nursing, therapies, health visiting and other care near home.",
    not_in_it=f"Children's needs, which long-term conditions do not measure. {NOT_RECORDED}",
)

MENTAL_HEALTH = Service(
    name="mental_health",
    title="Secondary mental-health services",
    source="Mental Health Services Data Set version 6.0",
    clients=lambda person: person.mental_health_contacts > 0,
    need=lambda person: person.severe_mental_illness | person.depression,
    used_by="people with a contact in the last year",
    says="had a contact in the last year",
    needed_by="people with a severe mental illness or depression on their GP record",
    doc="Community mental-health teams, crisis and specialist teams.",
    not_in_it=f"Talking Therapies, which are shown apart. {NOT_RECORDED}",
)

OUTPATIENT_CLINICS = Service(
    name="outpatient_clinics",
    title="Outpatient clinics",
    source="NHS Data Model and Dictionary, attended or did not attend code",
    clients=lambda person: person.outpatient_attendances > 0,
    need=lambda person: person.any_condition,
    used_by="people seen at a clinic in the last year",
    says="were seen at a clinic in the last year",
    needed_by="people with at least one long-term condition",
    doc="Hospital clinics, in person or by telephone or video.",
    not_in_it="Hospitals that send no data, which matters most near the system's edges. "
    f"{NOT_RECORDED}",
)

PUBLIC_HEALTH_CLAUSE = Clause(
    name="public_health_contracts",
    title="Public health contracts",
    source=HWB,
    service="nhs_health_checks",
    words="Some public health contracts specify that services must see a higher proportion of "
    "their clients from areas of deprivation.",
)
