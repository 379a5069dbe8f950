"""Maternity delivery: the end of one pregnancy in birth, with what is known of the first baby.

Source: NHS Data Model and Dictionary, Maternity Services Data Set version 2.0, tables MSD301
(labour and delivery) and MSD401 (baby demographics and birth details); DELIVERY METHOD.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.maternity_booking import LONGEST_PREGNANCY, SMOKING, YES_NO
from wholeplace.definitions.datasets.shared_columns import (
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
    PRACTICE_CODE,
    PROVIDER_CODE,
)
from wholeplace.sources.contracts import Column, Dataset

DELIVERY_METHOD = {
    "0": "Spontaneous vertex",
    "1": "Spontaneous, other cephalic",
    "2": "Low forceps, not breech",
    "3": "Other forceps, not breech",
    "4": "Ventouse, vacuum extraction",
    "5": "Breech",
    "6": "Breech extraction",
    "7": "Elective caesarean section",
    "8": "Emergency caesarean section",
    "9": "Other",
}

SHORTEST_PREGNANCY = 140
HEAVIEST_BABY = 8_000

MATERNITY_DELIVERY = Dataset(
    name="maternity_delivery",
    title="Maternity delivery",
    source="NHS Data Model and Dictionary",
    standard="Maternity Services Data Set version 2.0 (DCB1513), tables MSD301 and MSD401",
    purpose="Births: how, when, how heavy, and smoking and feeding at birth",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Births outside the providers that send data; pregnancies that end before",
    columns=(
        Column("delivery_id", "text", "The provider's number of the delivery", required=True),
        Column(
            "pregnancy_id",
            "text",
            "The provider's number of the pregnancy",
            standard="PREGNANCY IDENTIFIER",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        PROVIDER_CODE,
        Column(
            "delivery_date",
            "date",
            "The day the first baby was born",
            required=True,
            standard="PERSON BIRTH DATE (BABY)",
        ),
        Column(
            "gestation_days",
            "integer",
            "Days of pregnancy at birth",
            minimum=SHORTEST_PREGNANCY,
            maximum=LONGEST_PREGNANCY,
            standard="GESTATION LENGTH (AT BIRTH)",
        ),
        Column(
            "babies",
            "integer",
            "Babies born, live and still",
            minimum=1,
            maximum=8,
            standard="NUMBER OF BIRTHS IN DELIVERY",
        ),
        Column(
            "live_births",
            "integer",
            "Of these, babies born alive",
            minimum=0,
            maximum=8,
        ),
        Column(
            "birth_weight",
            "integer",
            "Weight of the first baby in grams",
            minimum=100,
            maximum=HEAVIEST_BABY,
            standard="BIRTH WEIGHT",
        ),
        Column(
            "delivery_method",
            "code",
            "How the first baby was born",
            codes=DELIVERY_METHOD,
            standard="DELIVERY METHOD CODE",
        ),
        Column(
            "smoking",
            "code",
            "Smoking at delivery, from the coded finding",
            codes=SMOKING,
            standard="CODED FINDING (CODED CLINICAL ENTRY)",
        ),
        Column(
            "first_feed_breast_milk",
            "code",
            "Whether the first feed was breast milk",
            codes=YES_NO,
            standard="BABY FIRST FEED BREAST MILK STATUS",
        ),
        LSOA21,
        PRACTICE_CODE,
    ),
    key=("delivery_id",),
    order=("delivery_date",),
)
