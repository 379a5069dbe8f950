"""Code lists that the data sets of leaving hospital share: pathways, services, reasons, bodies.

Source: Department of Health and Social Care, Hospital discharge and community support guidance
(pathways 0 to 3); NHS England, Monthly Delayed Transfers of Care Situation Report, principles,
definitions and guidance, November 2018 (reasons A to I, O, and the responsible organisation).
"""

from __future__ import annotations

from dataclasses import replace

from wholeplace.definitions.datasets.shared_columns import PROVIDER_CODE
from wholeplace.sources.after_hospital import SERVICES, WITH_SLOTS, code_of
from wholeplace.sources.contracts import Column

# Districts by their ONS code, or of a made-up geography.
DISTRICT_PATTERN = "[EWSN][0-9]{8}|ZZ-D[0-9]{2}"

PATHWAY = {
    "0": "Pathway 0: home without new support, or with what was there before",
    "1": "Pathway 1: home with new health or social care",
    "2": "Pathway 2: a bed for rehabilitation or recovery outside an acute hospital",
    "3": "Pathway 3: a care home, for people with the most complex needs",
}

DELAY_REASON = {
    "A": "Waiting for an assessment to be completed",
    "B": "Waiting for public funding",
    "C": "Waiting for further NHS care that is not acute, such as intermediate care",
    "DI": "Waiting for a place in a residential home",
    "DII": "Waiting for a place in a nursing home",
    "E": "Waiting for a care package at home",
    "F": "Waiting for equipment or adaptations",
    "G": "Choice of the patient or the family",
    "H": "Dispute between organisations",
    "I": "Housing, for people not covered by the NHS and Community Care Act",
    "O": "Another reason",
}

RESPONSIBLE = {
    "NHS": "The NHS",
    "SOCIAL CARE": "Social care",
    "BOTH": "The NHS and social care together",
}

SPELL_ID = Column(
    "spell_id",
    "text",
    "The hospital's number of the spell, as in the data set of spells",
    required=True,
    standard="HOSPITAL PROVIDER SPELL NUMBER",
)
SERVICE_NEEDED = Column(
    "service",
    "code",
    "The service that the person needs on leaving hospital",
    codes={code_of(name): words for name, words in SERVICES.items()},
)
SERVICE_GIVEN = replace(
    SERVICE_NEEDED,
    description="The kind of service",
    codes={code_of(name): words for name, words in WITH_SLOTS.items()},
    required=True,
)
DISTRICT = Column(
    "district_code",
    "code",
    "The district that the service serves",
    required=True,
    pattern=DISTRICT_PATTERN,
)
HOSPITAL_CODE = replace(
    PROVIDER_CODE,
    name="hospital_code",
    description="The hospital that referred the person; blank for a referral from the community",
    required=False,
    often_blank=True,
)
