"""Partner flag: one thing a council, the police, fire and rescue or a charity knows of a person.

Such flags are kept in a zone of their own, which no run reads unless the installation's settings
name the purpose and each flag. The list is ours: there is no national standard.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    BIRTH_DATE,
    LOCAL_ID,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

SENDER_TYPE = {
    "COUNCIL": "District, city or county council",
    "POLICE": "Police",
    "FIRE": "Fire and rescue service",
    "VOLUNTARY": "Voluntary, community or social enterprise organisation",
}

FLAG = {
    "HOMELESSNESS_DUTY": "Council: owed a duty to prevent or relieve homelessness",
    "COUNCIL_TAX_REDUCTION": "Council: council tax reduced because of low income",
    "ASSISTED_COLLECTION": "Council: needs help with putting out bins",
    "HOUSING_HAZARD": "Council: a serious hazard found in the home",
    "DOMESTIC_ABUSE_REPORT": "Police: reported as a victim of domestic abuse",
    "MISSING_EPISODE": "Police: reported missing",
    "CONCERN_FOR_WELFARE": "Police: attended over concern for welfare",
    "SAFE_AND_WELL_VISIT": "Fire: safe and well visit made",
    "HIGH_FIRE_RISK": "Fire: high risk of a fire at home",
    "BEFRIENDING": "Voluntary: befriended or visited",
    "FOOD_SUPPORT": "Voluntary: given food or fuel support",
    "CARER_SUPPORT": "Voluntary: supported as an unpaid carer",
}

PARTNER_FLAG = Dataset(
    name="partner_flag",
    title="Flag from a council, the police, fire and rescue or a charity",
    source="Wholeplace",
    standard="No national standard; this contract is ours, version 1",
    purpose="Only the purpose named in the settings, which an agreement with the sender must cover",
    legal_basis="A separate agreement with each sender, naming each flag",
    not_covered="People no sender knows, and people whose NHS number the sender does not hold",
    columns=(
        Column("flag_id", "text", "The sender's number of the flag", required=True),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        BIRTH_DATE,
        Column("sender_type", "code", "Who raised it", required=True, codes=SENDER_TYPE),
        Column("flag", "code", "What was raised", required=True, codes=FLAG),
        Column("start_date", "date", "The day it was raised", required=True),
        Column(
            "end_date",
            "date",
            "The day it was lifted; blank while it stands",
            often_blank=True,
        ),
    ),
    key=("flag_id",),
    order=("start_date", "flag"),
    date_orders=(
        DateOrder("start_date", "end_date"),
        DateOrder("birth_date", "start_date"),
    ),
    zone="partner",
)
