"""What events of care are said to cost: national averages, with who published them and when."""

from __future__ import annotations

from wholeplace.measures.unit_cost import UnitCost

REFERENCE_COSTS = (
    "NHS Improvement. Reference costs 2016/17: highlights, analysis and introduction to the data. "
    "November 2017; reported by the Healthcare Financial Management Association, 5 December 2017"
)
PRICES = "2016/17"
STAYS = "emergency stays in hospital"

EMERGENCY_STAY = UnitCost(
    name="emergency_stay",
    title="An emergency stay in hospital",
    source=REFERENCE_COSTS,
    activities=(
        "emergency_admissions",
        "falls_admissions",
        "ambulatory_care_sensitive_admissions",
        "asthma_admissions",
        "epilepsy_admissions",
        "heart_attack_admissions",
        "heart_failure_admissions",
        "hip_fracture_admissions",
        "self_harm_admissions",
        "stroke_admissions",
    ),
    pounds=1_590,
    prices=PRICES,
    overlaps=STAYS,
    note=(
        "The average non-elective inpatient episode, without days beyond its trim point. A stay of "
        "several episodes costs more, and a fall or heart failure more than the average."
    ),
)

EMERGENCY_BED_DAY = UnitCost(
    name="emergency_bed_day",
    title="A day in a hospital bed",
    source=REFERENCE_COSTS,
    activities=("emergency_bed_days", "copd_bed_days"),
    pounds=313,
    prices=PRICES,
    overlaps=STAYS,
    note="The average excess bed day, a day beyond the trim point of a stay.",
)

EMERGENCY_ATTENDANCE = UnitCost(
    name="emergency_attendance",
    title="An attendance at an emergency department",
    source=REFERENCE_COSTS,
    activities=("emergency_attendances", "urgent_care_attendances"),
    pounds=148,
    prices=PRICES,
    overlaps="attendances at urgent care departments",
    note="The average over departments of every type, whether or not the person was admitted.",
)

OUTPATIENT_APPOINTMENT = UnitCost(
    name="outpatient_appointment",
    title="An outpatient appointment",
    source=REFERENCE_COSTS,
    activities=("outpatients_missed",),
    pounds=120,
    prices=PRICES,
    overlaps="outpatient appointments",
    note="The average attendance. A missed appointment may cost less, where the time is used.",
)
