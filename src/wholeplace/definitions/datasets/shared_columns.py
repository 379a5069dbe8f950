"""Columns and code lists that several data sets share, from the NHS Data Model and Dictionary.

Source: NHS Data Model and Dictionary (datadictionary.nhs.uk), data elements NHS NUMBER, NHS NUMBER
STATUS INDICATOR CODE and ORGANISATION IDENTIFIER; Office for National Statistics code formats.
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.sources.contracts import Column

# Codes of a made-up geography begin ZZ-, so that no code of the NHS or the ONS can equal them.
PRACTICE_PATTERN = "[A-Z0-9]{6}|ZZ-P[0-9]{3}"
PROVIDER_PATTERN = "[A-Z0-9]{3,6}|ZZ-[A-Z0-9]{3}"
SMALL_AREA_PATTERN = "[A-Z][A-Z0-9]{8}|ZZ-L[0-9]{4}"
SNOMED_MINIMUM = 100_000
SNOMED_MAXIMUM = 999_999_999_999_999_999

NHS_NUMBER_STATUS = {
    "01": "Number present and verified",
    "02": "Number present but not traced",
    "03": "Trace required",
    "04": "Trace attempted, no match or several matches found",
    "05": "Trace needs to be resolved",
    "06": "Trace in progress",
    "07": "Number not present, trace not required",
    "08": "Trace postponed (baby under six weeks old)",
}

SEX_CODES = {
    "0": "Not known",
    "1": "Male",
    "2": "Female",
    "9": "Indeterminate",
    "X": "Not known",
}

ETHNIC_CATEGORY_CODES = {
    "A": "White: British",
    "B": "White: Irish",
    "C": "White: any other White background",
    "D": "Mixed: White and Black Caribbean",
    "E": "Mixed: White and Black African",
    "F": "Mixed: White and Asian",
    "G": "Mixed: any other mixed background",
    "H": "Asian or Asian British: Indian",
    "J": "Asian or Asian British: Pakistani",
    "K": "Asian or Asian British: Bangladeshi",
    "L": "Asian or Asian British: any other Asian background",
    "M": "Black or Black British: Caribbean",
    "N": "Black or Black British: African",
    "P": "Black or Black British: any other Black background",
    "R": "Other: Chinese",
    "S": "Other: any other ethnic group",
    "Z": "Not stated",
    "99": "Not known",
}

LOCAL_ID = Column(
    "local_id",
    "text",
    "The sending system's own id of the person; outside the vault it is replaced by a record id",
    required=True,
    identifying=True,
    standard="LOCAL PATIENT IDENTIFIER",
)
NHS_NUMBER = Column(
    "nhs_number",
    "nhs_number",
    "The NHS number, or an opaque token where data arrive pseudonymised at source",
    identifying=True,
    standard="NHS NUMBER",
)
NHS_NUMBER_STATUS_CODE = Column(
    "nhs_number_status",
    "code",
    "How far the NHS number has been traced and verified",
    codes=NHS_NUMBER_STATUS,
    identifying=True,
    standard="NHS NUMBER STATUS INDICATOR CODE",
)
PRACTICE_CODE = Column(
    "practice_code",
    "code",
    "The general practice the person was registered with",
    pattern=PRACTICE_PATTERN,
    standard="GENERAL MEDICAL PRACTICE CODE (PATIENT REGISTRATION)",
)
REQUIRED_PRACTICE_CODE = replace(PRACTICE_CODE, required=True)
PROVIDER_CODE = Column(
    "provider_code",
    "code",
    "The organisation that gave the care",
    required=True,
    pattern=PROVIDER_PATTERN,
    standard="ORGANISATION IDENTIFIER (CODE OF PROVIDER)",
)
BIRTH_DATE = Column(
    "birth_date",
    "date",
    "Date of birth, compared at linkage",
    identifying=True,
    standard="PERSON BIRTH DATE",
)
LSOA21 = Column(
    "lsoa21",
    "code",
    "Lower layer super output area of residence, 2021 boundaries",
    pattern=SMALL_AREA_PATTERN,
    standard="LOWER LAYER SUPER OUTPUT AREA (RESIDENCE)",
)
LSOA11 = Column(
    "lsoa11",
    "code",
    "Lower layer super output area of residence, 2011 boundaries",
    pattern=SMALL_AREA_PATTERN,
    standard="LOWER LAYER SUPER OUTPUT AREA (RESIDENCE)",
)
STATED_SEX = Column(
    "sex",
    "code",
    "Sex as stated by the person",
    codes=SEX_CODES,
    standard="PERSON STATED GENDER CODE",
)
ETHNIC_CATEGORY = Column(
    "ethnic_category",
    "code",
    "Ethnic category as stated by the person",
    codes=ETHNIC_CATEGORY_CODES,
    standard="ETHNIC CATEGORY",
)
