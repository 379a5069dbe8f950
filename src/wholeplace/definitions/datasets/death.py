"""Death: one registered death, with its underlying cause and where it happened.

Source: Civil Registrations of Death (Office for National Statistics, sent by NHS England); places
of death as grouped in the ONS mortality statistics.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    BIRTH_DATE,
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
)
from wholeplace.sources.code_systems import ICD10_PATTERN
from wholeplace.sources.contracts import Column, Dataset, DateOrder

PLACE_OF_DEATH = {
    "HOME": "Own home",
    "CARE HOME": "Care home, local authority or not",
    "HOSPITAL": "Hospital, NHS or not, acute or community",
    "HOSPICE": "Hospice",
    "OTHER COMMUNAL": "Other communal establishment",
    "ELSEWHERE": "Elsewhere",
}

DEATH = Dataset(
    name="death",
    title="Registered death with its cause",
    source="Office for National Statistics",
    standard="Civil Registrations of Death, ICD-10 version of 2019 (from 2020; of 2010 before)",
    purpose="Causes of death and places of death",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Deaths not yet registered, such as those before a coroner, and deaths abroad",
    columns=(
        Column(
            "death_id",
            "text",
            "Number of the entry in the register of deaths",
            required=True,
            standard="DEATH REGISTRATION ENTRY",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        BIRTH_DATE,
        Column(
            "death_date",
            "date",
            "The day of death",
            required=True,
            standard="PERSON DEATH DATE",
        ),
        Column(
            "registration_date",
            "date",
            "The day the death was registered",
            required=True,
            standard="DATE OF REGISTRATION",
        ),
        Column(
            "underlying_cause",
            "code",
            "Underlying cause of death, ICD-10; blank until a coroner has found it",
            pattern=ICD10_PATTERN,
            clinical=True,
            system="icd10",
            standard="UNDERLYING CAUSE OF DEATH (ICD)",
        ),
        Column(
            "other_causes",
            "text",
            "Other causes on the certificate, ICD-10, separated by semicolons",
            pattern=f"{ICD10_PATTERN}(;{ICD10_PATTERN})*",
            often_blank=True,
            clinical=True,
            system="icd10",
            standard="CAUSE OF DEATH (ICD)",
        ),
        Column(
            "place",
            "code",
            "Where the person died",
            codes=PLACE_OF_DEATH,
            standard="PLACE OF DEATH",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("death_id",),
    order=("death_date",),
    date_orders=(
        DateOrder("death_date", "registration_date"),
        DateOrder("birth_date", "death_date"),
    ),
)
