"""Unit costs of the discharge model: dated, sourced, and each replaceable in a scenario."""

from __future__ import annotations

from wholeplace.definitions.unit_costs import EMERGENCY_BED_DAY
from wholeplace.planning.flow.services import SERVICES
from wholeplace.planning.models.assumption import Assumption

IPACS = (
    "IPACS discharge model, example inputs (Bristol, North Somerset and South Gloucestershire; "
    "github.com/AliHarp/IPACS_MODEL)"
)
ASSUMED = "Assumed for illustration; no published figure. Put your own in its place"
UNIT_COSTS, CHANGES = "Unit costs", "What changes cost in a year"
POUNDS_A_DAY, POUNDS_A_YEAR = "£ a day", "£ a year"
_SLOT_DAYS = {
    "reablement": 125,
    "home_care_social": 125,
    "home_care_health": 125,
    "intermediate_care_at_home": 125,
    "intermediate_care_beds": 150,
    "residential": 164,
    "nursing": 164,
}
_CHANGES = {
    "pooling": ("Joint brokerage for one service", 40_000),
    "open_eligibility": ("Training, mixed rotas and side rooms", 400_000),
    "seven_day_discharge": ("Weekend assessors, therapists and transport", 1_200_000),
    "faster_assessment": ("Trusted assessors", 450_000),
    "faster_choice": ("Earlier conversations about choice", 100_000),
    "smoother_discharges": ("Daily decisions and earlier notice", 200_000),
    "home_first": ("A home first team", 600_000),
    "home_without_support": ("Reviews that find who can do without", 150_000),
    "shorter_stays": ("Reviews of care packages", 300_000),
    "fewer_admissions": ("Prevention and care before admission", 1_500_000),
}

COSTS = (
    Assumption(
        key="cost.hospital_bed_day",
        title="A day in a hospital bed",
        unit=POUNDS_A_DAY,
        group=UNIT_COSTS,
        default=346,
        low=0,
        high=5_000,
        about="What a delayed day takes from other patients, not money that is handed back. "
        f"Reference costs give £{EMERGENCY_BED_DAY.pounds} at {EMERGENCY_BED_DAY.prices} prices.",
        source=IPACS,
        dated="2023",
    ),
    *(
        Assumption(
            key=f"cost.slot_day.{key}",
            title=f"A day of one slot: {SERVICES[key].title}",
            unit=POUNDS_A_DAY,
            group=UNIT_COSTS,
            default=pounds,
            low=0,
            high=5_000,
            about=f"Its price for a slot of pathway {SERVICES[key].pathway}, used or not.",
            source=IPACS,
            dated="2023",
        )
        for key, pounds in _SLOT_DAYS.items()
    ),
    *(
        Assumption(
            key=f"cost.change.{key}",
            title=title,
            unit=POUNDS_A_YEAR,
            group=CHANGES,
            default=pounds,
            low=0,
            high=1_000_000_000,
            about="Charged in full where the change is in use"
            + (", once for each group of places and service." if key == "pooling" else "."),
            source=ASSUMED,
            dated="2026",
            verified=False,
        )
        for key, (title, pounds) in _CHANGES.items()
    ),
)
