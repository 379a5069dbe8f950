"""What a scenario of the discharge model can change."""

from __future__ import annotations

from wholeplace.planning.models.assumption import Assumption

DTOC_PAPER = (
    "Cambridgeshire Health and Wellbeing Board, progress paper, 2019: delayed transfers of care, "
    "demand and capacity modelling"
)
PAPER_DATE = "2019"
AS_IT_IS = "The inputs, unchanged"
CAPACITY, MATCHING, PROCESS, DEMAND, PERIOD = (
    "Capacity",
    "Matching capacity to demand",
    "Process",
    "Demand",
    "The period simulated",
)
PERCENT = "%"
DATED = "the date of the inputs"

LEVERS = (
    Assumption(
        key="extra_slots",
        title="More slots: {service}, {place}",
        unit="slots",
        group=CAPACITY,
        default=0,
        kind="whole",
        low=-500,
        high=500,
        by=("service", "place"),
        about="Slots more than now; fewer with a minus sign. Slots cost money used or not.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="shorter_stays",
        title="Shorter stays: {service}",
        unit=PERCENT,
        group=CAPACITY,
        default=0,
        low=-50,
        high=50,
        by=("service",),
        about="How much shorter people stay with a service before they move on or need no more; "
        "longer with a minus sign. Slow flow out of services blocks their slots.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="pooled",
        title="Places that share: {service}",
        unit="",
        group=MATCHING,
        default=(),
        kind="members",
        of="place",
        by=("service",),
        about="Places whose people may use each other's slots. Their own place is tried first.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="open_eligibility",
        title="Slots opened to every request",
        unit=PERCENT,
        group=MATCHING,
        default=0,
        low=0,
        high=100,
        about="Share of the slots that cannot meet every request (a male or female carer, a "
        "language, a single-sex ward) that are made able to.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="smoother_discharges",
        title="People ready at an even pace",
        unit=PERCENT,
        group=MATCHING,
        default=0,
        low=0,
        high=100,
        about="Share of people whose day is levelled over the week, on the days on which care can "
        "start, rather than found ready in today's bunches: earlier notice, daily decisions.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="seven_day_discharge",
        title="Assess and start care seven days a week",
        unit="",
        group=PROCESS,
        default=False,
        kind="yes_no",
        about="Whether assessment goes on and services take people on Saturdays and Sundays.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="faster_assessment",
        title="Faster assessment and funding: {service}",
        unit=PERCENT,
        group=PROCESS,
        default=0,
        low=-100,
        high=100,
        by=("service",),
        about="How much shorter the time from being ready to being accepted: trusted assessors, "
        "joint brokerage. Longer with a minus sign.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="faster_choice",
        title="Faster choice by people and families",
        unit=PERCENT,
        group=PROCESS,
        default=0,
        low=-100,
        high=100,
        about="How much less time people and families need to choose, where the inputs know it "
        "apart from assessment: earlier conversations.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="admissions_change",
        title="People who come to need care after hospital",
        unit=PERCENT,
        group=DEMAND,
        default=0,
        low=-50,
        high=50,
        about="More people, or fewer with a minus sign. Emergency admissions grew by 4.2 % a year "
        "in the five years to 2019.",
        source="Cambridgeshire and Peterborough Long Term Plan (draft), for the growth; the inputs",
        dated=PAPER_DATE,
    ),
    Assumption(
        key="home_first",
        title="Home first",
        unit=PERCENT,
        group=DEMAND,
        default=0,
        low=0,
        high=100,
        about="Share of people bound for a bed or a care home who go home with care instead.",
        source=AS_IT_IS,
        dated=DATED,
    ),
    Assumption(
        key="start",
        title="Where it begins",
        unit="",
        group=PERIOD,
        default="typical",
        kind="choice",
        choices=("typical", "today"),
        about="typical: a usual day, reached by simulating the days before it. today: with the "
        "people who are in services and waiting now, where the inputs say.",
        source="Wholeplace: a year from empty services would look too good",
        dated="2026",
    ),
    Assumption(
        key="days",
        title="Days simulated",
        unit="days",
        group=PERIOD,
        default=365,
        kind="whole",
        low=28,
        high=1_095,
        source="Wholeplace: a year has every season",
        dated="2026",
    ),
    Assumption(
        key="warm_up_days",
        title="Days simulated before the first that counts",
        unit="days",
        group=PERIOD,
        default=180,
        kind="whole",
        low=0,
        high=730,
        about="Used where it begins on a typical day. Four times the longest mean stay is enough.",
        source="Wholeplace: benchmarks/flow.py uses the same",
        dated="2026",
    ),
    Assumption(
        key="limit_beds",
        title="People wait for a hospital bed when all are taken",
        unit="",
        group=PERIOD,
        default=False,
        kind="yes_no",
        about="Whether blocked beds keep others out of hospital. Needs the beds of each hospital.",
        source="Wholeplace: hospitals open beds before they turn people away",
        dated="2026",
    ),
)
