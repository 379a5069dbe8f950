"""Maternity booking: the first full appointment of a pregnancy with a midwife.

Source: NHS Data Model and Dictionary, Maternity Services Data Set version 2.0, table MSD101
(pregnancy and booking details) and the coded findings at booking of table MSD109.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

SMOKING = {
    "CURRENT": "Smokes",
    "EX": "Used to smoke",
    "NEVER": "Never smoked",
    "UNKNOWN": "Asked, not known",
}

YES_NO = {"Y": "Yes", "N": "No", "Z": "Not stated"}

LONGEST_PREGNANCY = 315
HEAVIEST_BMI = 90

MATERNITY_BOOKING = Dataset(
    name="maternity_booking",
    title="Maternity booking",
    source="NHS Data Model and Dictionary",
    standard="Maternity Services Data Set version 2.0 (DCB1513), tables MSD101 and MSD109",
    purpose="When people come to maternity care, and what they need from it",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Pregnancies that end before booking, and maternity care paid for privately",
    columns=(
        Column(
            "pregnancy_id",
            "text",
            "The provider's number of the pregnancy",
            required=True,
            standard="PREGNANCY IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "booking_date",
            "date",
            "The day of the formal booking appointment",
            required=True,
            standard="APPOINTMENT DATE (FORMAL ANTENATAL BOOKING)",
        ),
        Column(
            "due_date",
            "date",
            "The agreed estimated date of delivery",
            ahead=True,
            standard="ESTIMATED DATE OF DELIVERY (AGREED)",
        ),
        Column(
            "gestation_days",
            "integer",
            "Days of pregnancy at booking",
            minimum=0,
            maximum=LONGEST_PREGNANCY,
            standard="GESTATION LENGTH (AT ANTENATAL BOOKING)",
        ),
        Column(
            "previous_births",
            "integer",
            "Earlier births, live and still, of 24 weeks or more",
            minimum=0,
            maximum=25,
            standard="PREGNANCY TOTAL PREVIOUS LIVE BIRTHS and STILLBIRTHS",
        ),
        Column(
            "smoking",
            "code",
            "Smoking at booking, from the coded finding",
            codes=SMOKING,
            standard="CODED FINDING (CODED CLINICAL ENTRY)",
        ),
        Column(
            "bmi",
            "number",
            "Body mass index at booking, kg/m2",
            minimum=10,
            maximum=HEAVIEST_BMI,
        ),
        Column(
            "complex_social_factors",
            "code",
            "Whether complex social factors were found",
            codes=YES_NO,
            standard="MATERNITY COMPLEX SOCIAL FACTORS INDICATOR",
        ),
        Column(
            "continuity_pathway",
            "code",
            "Whether placed on a continuity of carer pathway",
            codes=YES_NO,
            standard="CONTINUITY OF CARER PATHWAY INDICATOR",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("pregnancy_id",),
    order=("booking_date",),
    date_orders=(DateOrder("booking_date", "due_date"),),
)
