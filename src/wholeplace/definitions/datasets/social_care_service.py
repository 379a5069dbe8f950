"""Adult social-care service: one service a council arranges for one person, from start to end.

Source: Adult Social Care Client Level Data specification (Department of Health and Social Care),
its lists of client types, service types, primary support reasons and delivery mechanisms. Councils
send it every quarter, and hold no NHS number for some people.
"""

from __future__ import annotations

from wholeplace.definitions.datasets.shared_columns import (
    BIRTH_DATE,
    LOCAL_ID,
    LSOA21,
    NHS_NUMBER,
    NHS_NUMBER_STATUS_CODE,
)
from wholeplace.sources.contracts import Column, Dataset, DateOrder

CLIENT_TYPE = {
    "SERVICE USER": "A person who draws on care",
    "CARER": "An unpaid carer",
    "CARER KNOWN BY ASSOCIATION": "An unpaid carer known through the person cared for",
    "UNKNOWN": "Not known",
}

SERVICE_TYPE = {
    "LONG TERM SUPPORT: NURSING CARE": "Long-term care in a nursing home",
    "LONG TERM SUPPORT: RESIDENTIAL CARE": "Long-term care in a residential home",
    "LONG TERM SUPPORT: COMMUNITY": "Long-term support at home or in the community",
    "LONG TERM SUPPORT: PRISON": "Long-term support in prison",
    "SHORT TERM SUPPORT: ST-MAX": "Short-term support to regain independence, such as reablement",
    "SHORT TERM SUPPORT: ONGOING LOW LEVEL": "Ongoing low-level support, such as equipment",
    "SHORT TERM SUPPORT: OTHER SHORT TERM": "Other short-term support",
    "CARER SUPPORT: DIRECT TO CARER": "Support given to an unpaid carer",
    "CARER SUPPORT: SUPPORT INVOLVING THE PERSON CARED-FOR": "Respite for an unpaid carer",
}

SUPPORT_REASON = {
    "PHYSICAL SUPPORT: ACCESS AND MOBILITY ONLY": "Physical: getting about",
    "PHYSICAL SUPPORT: PERSONAL CARE SUPPORT": "Physical: personal care",
    "SENSORY SUPPORT: SUPPORT FOR VISUAL IMPAIRMENT": "Sensory: sight",
    "SENSORY SUPPORT: SUPPORT FOR HEARING IMPAIRMENT": "Sensory: hearing",
    "SENSORY SUPPORT: SUPPORT FOR DUAL IMPAIRMENT": "Sensory: sight and hearing",
    "SUPPORT WITH MEMORY AND COGNITION": "Memory and cognition",
    "LEARNING DISABILITY SUPPORT": "Learning disability",
    "MENTAL HEALTH SUPPORT": "Mental health",
    "SOCIAL SUPPORT: SUBSTANCE MISUSE SUPPORT": "Social: substance misuse",
    "SOCIAL SUPPORT: ASYLUM SEEKER SUPPORT": "Social: asylum seeker",
    "SOCIAL SUPPORT: SUPPORT FOR SOCIAL ISOLATION/OTHER": "Social: isolation or other",
    "UNKNOWN": "Not known",
}

DELIVERY = {
    "DIRECT PAYMENT": "Money paid to the person, who arranges the care",
    "CASSR MANAGED PERSONAL BUDGET": "A personal budget the council manages",
    "CASSR COMMISSIONED SUPPORT": "Care the council commissions",
}

SOCIAL_CARE_SERVICE = Dataset(
    name="social_care_service",
    title="Adult social-care service",
    source="Department of Health and Social Care",
    standard="Adult Social Care Client Level Data specification, release 1",
    purpose="Use of long-term and short-term social care, and its links with health care",
    legal_basis="Named in the data-sharing agreement of each installation",
    not_covered="Most people who pay for their own care, children, and people whose NHS number "
    "the council does not hold: not covered, which is not the same as no care",
    columns=(
        Column(
            "service_id",
            "text",
            "The council's number of the service",
            required=True,
            standard="EVENT REFERENCE",
        ),
        LOCAL_ID,
        NHS_NUMBER,
        NHS_NUMBER_STATUS_CODE,
        BIRTH_DATE,
        Column(
            "council_code",
            "code",
            "The council, by its number in social-care collections",
            required=True,
            pattern="[0-9]{3}|ZZ-[A-Z0-9]{3}",
            standard="LA CODE",
        ),
        Column(
            "start_date",
            "date",
            "First day of the service",
            required=True,
            standard="EVENT START DATE",
        ),
        Column(
            "end_date",
            "date",
            "Last day of the service; blank while it goes on",
            often_blank=True,
            standard="EVENT END DATE",
        ),
        Column(
            "client_type",
            "code",
            "Whether the person draws on care or is a carer",
            codes=CLIENT_TYPE,
            standard="CLIENT TYPE",
        ),
        Column(
            "service_type", "code", "Kind of service", codes=SERVICE_TYPE, standard="SERVICE TYPE"
        ),
        Column(
            "support_reason",
            "code",
            "Main reason for support, which says the client group",
            codes=SUPPORT_REASON,
            standard="PRIMARY SUPPORT REASON",
        ),
        Column(
            "delivery",
            "code",
            "How the service is paid for and arranged",
            codes=DELIVERY,
            often_blank=True,
            standard="DELIVERY MECHANISM",
        ),
        LSOA21,
    ),
    key=("service_id",),
    order=("start_date",),
    date_orders=(
        DateOrder("start_date", "end_date"),
        DateOrder("birth_date", "start_date"),
    ),
)
