"""Use of medicines, and hospital stays for the illnesses that plans name."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wholeplace.definitions.activities import is_emergency
from wholeplace.record.activity import Row
from wholeplace.record.attributes import activity

BNF = "NHS Business Services Authority, BNF codes"
HEART_ATTACK, STROKE = r"^I2[12]", r"^I6[134]"
COPD, ASTHMA, EPILEPSY = r"^J4[0-4]", r"^J4[56]", r"^G4[01]"
HIP_FRACTURE = r"^S72[012]"
DECAY, EXTRACTION = r"(^|;)K02", r"(^|;)F(09|10)"
# Chemical substances of BNF 3.1.1.1 that relieve asthma at once: salbutamol and terbutaline.
RELIEVERS = ("0301011R0", "0301011V0")
AIRWAYS = ("0301", "0302", "0303")
ANTICOAGULANTS = "020802"


@activity(
    title="Prescriptions of an anticoagulant in six months",
    dataset="prescription",
    date="issued_date",
    source=f"{BNF}, paragraph 2.8.2, oral anticoagulants",
    months=6,
)
def anticoagulant_items(row: Row) -> ir.BooleanValue:
    """Items of an anticoagulant by mouth in the six months that end on the date of the run."""
    return row.bnf_code.substr(0, 6) == ANTICOAGULANTS


@activity(
    title="Prescriptions of a reliever inhaler",
    dataset="prescription",
    date="issued_date",
    source=f"{BNF}, short-acting beta agonists of paragraph 3.1.1.1",
)
def reliever_items(row: Row) -> ir.BooleanValue:
    """Items of salbutamol or terbutaline in the last 12 months."""
    return row.bnf_code.substr(0, 9).isin(RELIEVERS)


@activity(
    title="Prescriptions for the airways",
    dataset="prescription",
    date="issued_date",
    source=f"{BNF}, sections 3.1 to 3.3",
)
def airways_items(row: Row) -> ir.BooleanValue:
    """Items that open or calm the airways, inhaled or by mouth, in the last 12 months."""
    return row.bnf_code.substr(0, 4).isin(AIRWAYS)


@activity(
    title="Emergency admissions with a heart attack",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 I21 and I22",
)
def heart_attack_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is a heart attack."""
    return is_emergency(row) & row.primary_diagnosis.re_search(HEART_ATTACK)


@activity(
    title="Emergency admissions with a stroke",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 I61, I63 and I64, as the Sentinel Stroke National Audit Programme counts",
)
def stroke_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is a stroke."""
    return is_emergency(row) & row.primary_diagnosis.re_search(STROKE)


@activity(
    title="Days in hospital with COPD",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 J40 to J44",
)
def copd_bed_days(row: Row) -> ir.IntegerValue:
    """Nights of emergency spells whose main diagnosis is COPD."""
    counts = is_emergency(row) & row.primary_diagnosis.re_search(COPD)
    return ibis.ifelse(counts.fill_null(False), row.nights(), 0)


@activity(
    title="Emergency admissions with asthma",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 J45 and J46",
)
def asthma_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is asthma."""
    return is_emergency(row) & row.primary_diagnosis.re_search(ASTHMA)


@activity(
    title="Emergency admissions with epilepsy",
    dataset="hospital_spell",
    date="admission_date",
    source="ICD-10 G40 and G41",
)
def epilepsy_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is epilepsy."""
    return is_emergency(row) & row.primary_diagnosis.re_search(EPILEPSY)


@activity(
    title="Emergency admissions with a broken hip",
    dataset="hospital_spell",
    date="admission_date",
    source="Public Health Outcomes Framework E13, ICD-10 S72.0 to S72.2",
)
def hip_fracture_admissions(row: Row) -> ir.BooleanValue:
    """Emergency spells whose main diagnosis is a broken hip."""
    return is_emergency(row) & row.primary_diagnosis.re_search(HIP_FRACTURE)


@activity(
    title="Emergency admissions without a night",
    dataset="hospital_spell",
    date="admission_date",
    source="NHS England, same day emergency care",
)
def same_day_emergencies(row: Row) -> ir.BooleanValue:
    """Emergency spells that ended on the day they began."""
    return is_emergency(row) & (row.discharge_date == row.admission_date)


@activity(
    title="Teeth taken out in hospital for decay",
    dataset="hospital_spell",
    date="admission_date",
    source="OHID, hospital tooth extractions in children: ICD-10 K02, OPCS-4 F09 and F10",
)
def tooth_extractions(row: Row) -> ir.BooleanValue:
    """Spells with decay among the diagnoses and a tooth taken out among the operations."""
    decayed = row.primary_diagnosis.re_search(DECAY) | row.secondary_diagnoses.re_search(
        DECAY
    ).fill_null(False)
    operated = row.main_procedure.re_search(EXTRACTION) | row.other_procedures.re_search(
        EXTRACTION
    ).fill_null(False)
    return decayed & operated
