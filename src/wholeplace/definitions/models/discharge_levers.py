"""What a scenario of the discharge model can change."""

from __future__ import annotations

from wholeplace.planning.models.assumption import Assumption, change

DTOC_PAPER = (
    "Cambridgeshire Health and Wellbeing Board, progress paper, 2019: delayed transfers of care, "
    "demand and capacity modelling"
)
CAPACITY, MATCHING, PROCESS, DEMAND, PERIOD = (
    "Capacity",
    "Matching capacity to demand",
    "Process",
    "Demand",
    "The period simulated",
)

_CAPACITY = (
    change(
        "extra_slots",
        "More slots: {service}, {place}",
        CAPACITY,
        "Slots more than now; fewer with a minus sign. Slots cost money used or not.",
        unit="slots",
        kind="whole",
        low=-500,
        high=500,
        by=("service", "place"),
    ),
    change(
        "shorter_stays",
        "Shorter stays: {service}",
        CAPACITY,
        "How much shorter people stay with a service before they move on or need no more; "
        "longer with a minus sign. Slow flow out of services blocks their slots.",
        low=-50,
        high=50,
        by=("service",),
    ),
)
_MATCHING = (
    change(
        "pooled",
        "Places that share: {service}",
        MATCHING,
        "Places whose people may use each other's slots, in one group or several. Their own "
        "place is tried first.",
        unit="",
        default=(),
        kind="groups",
        of="place",
        by=("service",),
    ),
    change(
        "open_eligibility",
        "Slots opened to everybody",
        MATCHING,
        "Share of the slots not open to everybody (by the sex of carers, a language, a "
        "single-sex ward, another need, or where people come from) that are opened to all.",
        low=0,
        high=100,
    ),
    change(
        "open_to",
        "Slots made able: {need}",
        MATCHING,
        "Share of the slots that cannot meet this need that are made able to.",
        low=0,
        high=100,
        by=("need",),
    ),
    change(
        "smoother_discharges",
        "People ready at an even pace",
        MATCHING,
        "Share of people whose day is levelled over the week, on the days on which care can "
        "start, rather than found ready in today's bunches: earlier notice, daily decisions.",
        low=0,
        high=100,
    ),
)
_PROCESS = (
    change(
        "seven_day_discharge",
        "Assess and start care seven days a week",
        PROCESS,
        "Whether assessment goes on and services take people on Saturdays and Sundays.",
        unit="",
        default=False,
        kind="yes_no",
    ),
    change(
        "faster_assessment",
        "Faster assessment and funding: {way}",
        PROCESS,
        "How much shorter the time from being ready to being accepted: trusted assessors, "
        "joint brokerage. Longer with a minus sign.",
        low=-100,
        high=100,
        by=("way",),
    ),
    change(
        "faster_choice",
        "Faster choice by people and families",
        PROCESS,
        "How much less time people and families need to choose, where the inputs know it "
        "apart from assessment: earlier conversations.",
        low=-100,
        high=100,
    ),
)
_DEMAND = (
    Assumption(
        key="admissions_change",
        title="People who come to need care after hospital",
        unit="%",
        group=DEMAND,
        default=0,
        low=-50,
        high=50,
        about="More people, or fewer with a minus sign. Emergency admissions grew by 4.2 % a year "
        "in the five years to 2019.",
        source="Cambridgeshire and Peterborough Long Term Plan (draft), for the growth; the inputs",
        dated="2019",
    ),
    change(
        "home_first",
        "Home first",
        DEMAND,
        "Share of people bound for a bed or a care home who go home with care instead.",
        low=0,
        high=100,
    ),
    change(
        "home_without_support",
        "Home without support",
        DEMAND,
        "Share of people bound for support at home who go home without it: they are assessed "
        "as before, and need no slot. Nothing here says for whom that would be safe.",
        low=0,
        high=100,
    ),
)
_PERIOD = (
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
LEVERS = (*_CAPACITY, *_MATCHING, *_PROCESS, *_DEMAND, *_PERIOD)
