"""Columns of planned hospital care: who asked, how urgently, and in which specialty.

Source: NHS Data Model and Dictionary, SOURCE OF REFERRAL FOR OUT-PATIENTS, PRIORITY TYPE CODE,
TREATMENT FUNCTION CODE and MAIN SPECIALTY CODE.
"""

from __future__ import annotations

from wholeplace.sources.contracts import Column

SPECIALTY_PATTERN = "[1-9][0-9]{2}"

REFERRAL_SOURCE = {
    "01": "The hospital: after an emergency admission",
    "02": "The hospital: after a home visit by the consultant",
    "03": "GP",
    "04": "An emergency department, to another consultant",
    "05": "A consultant, other than in an emergency department",
    "06": "Self-referral",
    "07": "Prosthetist",
    "10": "The hospital: after an emergency attendance",
    "11": "The hospital: other, initiated by the consultant",
    "12": "GP with an extended role",
    "13": "Specialist nurse",
    "14": "Allied health professional",
    "15": "Optometrist",
    "16": "Orthoptist",
    "17": "National screening programme",
    "92": "Dentist",
    "93": "Community dental service",
    "97": "Other, not initiated by the consultant",
}

PRIORITY_TYPE = {
    "1": "Routine",
    "2": "Urgent",
    "3": "Two-week wait: urgent suspected cancer",
}

REFERRAL_SOURCE_CODE = Column(
    "referral_source",
    "code",
    "Who asked for the care",
    codes=REFERRAL_SOURCE,
    standard="SOURCE OF REFERRAL FOR OUT-PATIENTS",
)
PRIORITY_TYPE_CODE = Column(
    "priority_type",
    "code",
    "How urgently it was asked for",
    codes=PRIORITY_TYPE,
    standard="PRIORITY TYPE CODE",
)
TREATMENT_FUNCTION = Column(
    "treatment_function",
    "code",
    "The specialty in which the person is treated, three digits",
    pattern=SPECIALTY_PATTERN,
    standard="ACTIVITY TREATMENT FUNCTION CODE",
)
MAIN_SPECIALTY = Column(
    "main_specialty",
    "code",
    "The specialty in which the consultant is contracted, three digits",
    pattern=SPECIALTY_PATTERN,
    standard="CARE PROFESSIONAL MAIN SPECIALTY CODE",
)
