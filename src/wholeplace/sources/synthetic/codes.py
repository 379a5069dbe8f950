"""The SNOMED CT concepts planted in synthetic GP records, as ids only, and how values are kept.

Source: SNOMED CT UK Edition concept identifiers. Every condition's id is in the matching published
list; none of these lists is clinically approved.
"""

from __future__ import annotations

import numpy as np

CONDITIONS: dict[str, tuple[int, ...]] = {
    "hypertension": (38341003, 59621000),
    "diabetes": (44054006, 46635009),
    "coronary_heart_disease": (53741008, 22298006, 194828000, 414545008),
    "stroke_or_tia": (230690007, 266257000),
    "heart_failure": (84114007,),
    "atrial_fibrillation": (49436004,),
    "copd": (13645005, 313299006),
    "asthma": (195967001,),
    "chronic_kidney_disease": (433144002, 431857002, 433146000),
    "cancer": (363346000, 254837009, 399068003, 363406005, 93880001),
    "dementia": (52448006, 26929004),
    "severe_mental_illness": (58214004, 13746004),
    "depression": (35489007, 370143000),
    "learning_disability": (110359009, 416075005),
    "epilepsy": (84757009,),
    "osteoporosis": (64859006,),
    "rheumatoid_arthritis": (69896004,),
    "peripheral_arterial_disease": (399957001,),
    "chronic_liver_disease": (328383001, 19943007),
    "multiple_sclerosis": (24700007,),
    "autism": (408856003,),
    "osteoarthritis": (396275006,),
    "palliative_care": (103735009, 713058002),
}

# How often each of a condition's concepts is the one recorded, where not halving each time: the
# severe forms are the last.
SHARES: dict[str, tuple[float, ...]] = {
    "copd": (0.86, 0.14),
    "chronic_kidney_disease": (0.87, 0.10, 0.03),
    "chronic_liver_disease": (0.70, 0.30),
}

RESOLVED: dict[str, int] = {
    "asthma": 162660004,
    "chronic_kidney_disease": 939211000000104,
    "copd": 941201000000103,
    "depression": 196381000000100,
    "diabetes": 315051004,
    "epilepsy": 162658001,
    "heart_failure": 521691000000100,
    "hypertension": 162659009,
    "atrial_fibrillation": 196371000000102,
}

FRAILTY: tuple[int, ...] = (925791000000100, 925831000000107, 925861000000102)
HOUSEBOUND = 138079003
METASTATIC = 94222008
PREDIABETES = 700449008

# Ethnic category as coded in the record, in the order of the sixteen 2001 categories A to S.
ETHNICITY: tuple[int, ...] = (
    92391000000108,
    92401000000106,
    92411000000108,
    92421000000102,
    92431000000100,
    92441000000109,
    92451000000107,
    110751000000108,
    92461000000105,
    92471000000103,
    92481000000101,
    107691000000105,
    92491000000104,
    92501000000105,
    92511000000107,
    94151000000105,
)

OBSERVATIONS: dict[str, tuple[int, str]] = {
    "systolic": (271649006, "mm[Hg]"),
    "diastolic": (271650006, "mm[Hg]"),
    "bmi": (60621009, "kg/m2"),
    "hba1c": (999791000000106, "mmol/mol"),
    "cholesterol": (994351000000103, "mmol/L"),
    "egfr": (1011481000000105, "mL/min/1.73m2"),
    "alcohol": (160573003, "U/week"),
    "never_smoked": (266919005, ""),
    "ex_smoker": (8517006, ""),
    "current_smoker": (77176002, ""),
    "consultation": (11429006, ""),
    "medication_review": (314530002, ""),
    "flu_vaccination": (86198006, ""),
    "cervical_screening": (171149006, ""),
    "bowel_screening": (275978004, ""),
    "breast_screening": (268547008, ""),
    "learning_disability_health_check": (199751000000100, ""),
    "nhs_health_check": (523221000000100, ""),
    "diabetic_foot_check": (401191002, ""),
    "diabetic_eye_screening": (134395001, ""),
    "urine_albumin": (1023491000000104, "mg/mmol"),
    "mmr_vaccination": (38598009, ""),
    "pregnancy": (77386006, ""),
}

CONCEPTS: tuple[int, ...] = tuple(
    dict.fromkeys(
        [
            *(code for codes in CONDITIONS.values() for code in codes),
            *RESOLVED.values(),
            *FRAILTY,
            HOUSEBOUND,
            METASTATIC,
            PREDIABETES,
            *ETHNICITY,
            *(code for code, _ in OBSERVATIONS.values()),
        ]
    )
)
POSITION: dict[int, int] = {code: place for place, code in enumerate(CONCEPTS)}
CONCEPT_ARRAY = np.array(CONCEPTS, dtype=np.int64)
UNITS: tuple[str, ...] = tuple(sorted({unit for _, unit in OBSERVATIONS.values()}))
UNIT_OF = np.array(
    [
        next((UNITS.index(unit) for code, unit in OBSERVATIONS.values() if code == concept), 0)
        for concept in CONCEPTS
    ],
    dtype=np.int8,
)


def position(name: str) -> int:
    """The place of an observation's concept in :data:`CONCEPTS`."""
    return POSITION[OBSERVATIONS[name][0]]
