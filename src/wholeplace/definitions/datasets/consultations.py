"""How a contact took place and whether it was attended: lists shared by community data sets.

Source: NHS Data Model and Dictionary, CONSULTATION MECHANISM and ATTENDANCE STATUS, with codes
retired since 2016, as history holds them.
"""

from __future__ import annotations

from wholeplace.sources.contracts import Column

CONSULTATION_MECHANISM = {
    "01": "Face to face",
    "02": "Telephone",
    "03": "Telemedicine web camera (retired code)",
    "04": "Talk type for a person unable to speak",
    "05": "Email",
    "06": "Text message (retired code)",
    "08": "Online triage (retired code)",
    "09": "Text message, not answered at once",
    "10": "Instant messaging",
    "11": "Video consultation",
    "12": "Message board, not answered at once",
    "13": "Chat room",
    "98": "Other",
}

ATTENDANCE_STATUS = {
    "0": "Not applicable: the appointment is in the future",
    "2": "Cancelled by, or on behalf of, the person",
    "3": "Did not attend, with no warning",
    "4": "Cancelled or postponed by the provider",
    "5": "Attended on time, or late but before the professional was ready",
    "6": "Arrived late but was seen",
    "7": "Arrived late and could not be seen",
}
ATTENDED = ("5", "6")

MECHANISM = Column(
    "mechanism",
    "code",
    "How the contact took place",
    codes=CONSULTATION_MECHANISM,
    standard="CONSULTATION MECHANISM",
)
ATTENDANCE = Column(
    "attendance",
    "code",
    "Whether the contact was attended",
    codes=ATTENDANCE_STATUS,
    standard="ATTENDANCE STATUS",
)
MINUTES = Column(
    "minutes",
    "integer",
    "Minutes of care; blank where the contact was not attended",
    minimum=0,
    maximum=1_440,
    often_blank=True,
    standard="CLINICAL CONTACT DURATION OF CARE CONTACT",
)
