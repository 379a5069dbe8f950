"""Measures of use read from published figures: emergency care, delays, beds, waits."""

from __future__ import annotations

from wholeplace.definitions.measures.plans import (
    CONSTITUTION,
    JFP,
    LTP,
    MARCH_2026,
    PLANNING_2025,
    asked,
    share,
)
from wholeplace.measures.elsewhere import PublishedMeasure
from wholeplace.measures.targets import Target

NHSE = "NHS England"
OHID = "Office for Health Improvement and Disparities, Fingertips"
PRINTED = "As the publisher says; it is shown as printed, with its period and its caveat."
TREATED = "It is of care given by each hospital, wherever people live, and of everybody it sees."
SURVEY = "A survey of children and adults, not a record of care, holds it."
BETTER_CARE_FUND = "Better Care Fund plan 2018/19"
NOT_OURS = "People in other areas with the same publisher stand beside it only as comparators."

EMERGENCY = [
    PublishedMeasure(
        name="published_four_hours",
        statistic="proportion",
        title="Over four hours in emergency departments, as published",
        source=f"{NHSE}, A&E attendances and emergency admissions",
        doc="The share of attendances that lasted more than four hours, as NHS England counts it.",
        rationale="The national standard is judged by this figure; ours beside it counts people.",
        group="use",
        better="lower",
        numerator="Attendances that lasted more than four hours from arrival.",
        denominator="Attendances at departments of the type named.",
        exclusions="Departments that send no return for the month.",
        targets=(
            share(0.22, PLANNING_2025, by=MARCH_2026, at_most=True),
            share(0.05, CONSTITUTION, at_most=True),
            asked("the national standard; 86 in 100 within four hours in 2018/19", LTP),
        ),
        not_in_it=TREATED,
        series=("ae-over-4-hours", "ae-2016-2019-over-4-hours"),
        because="the standard counts attendances, of which some belong to nobody registered here",
    ),
    PublishedMeasure(
        name="published_waits_for_a_bed",
        statistic="proportion",
        title="Over four hours from decision to admission, as published",
        source=f"{NHSE}, A&E attendances and emergency admissions",
        doc="The share of emergency admissions that waited over four hours for a bed.",
        rationale="Waits for a bed show a hospital that is full.",
        group="use",
        better="lower",
        numerator="Emergency admissions more than four hours after the decision to admit.",
        denominator="Emergency admissions through emergency departments.",
        not_in_it=TREATED,
        series=("ae-admission-waits-over-4-hours",),
        because="the time of the decision to admit is not in the emergency data set here",
    ),
    PublishedMeasure(
        name="published_delayed_transfers",
        statistic="count",
        title="Delayed transfers of care, until 2020",
        source=f"{NHSE}, delayed transfers of care",
        doc="Days that people stayed in hospital after they were ready to leave, until 2020.",
        rationale="The plan's highest priority of 2018/19. The count ended in February 2020: it is "
        "never joined to what followed it.",
        group="use",
        better="lower",
        numerator="Days of delay, by the organisation responsible.",
        denominator="None: it is a count of days.",
        targets=(
            Target(
                says="at most 15,695 days in Cambridgeshire in 2018/19",
                source=BETTER_CARE_FUND,
                value=15_695,
                whom="in Cambridgeshire",
            ),
            asked("at most 3.5 in 100 occupied beds", "Joint health and social care programme"),
        ),
        not_in_it="Delays in hospitals outside the areas named.",
        series=("dtoc-days",),
        because="the national count ended in February 2020; delays that hospitals send now are "
        "counted as days of agreed delay, another measure",
    ),
    PublishedMeasure(
        name="published_ready_to_leave",
        statistic="count",
        title="In hospital and ready to leave, as published",
        source=f"{NHSE}, acute discharge situation report",
        doc="People in hospital who no longer met the criteria to reside.",
        rationale="Every day in a bed that nobody needs costs an old person strength. It is "
        "another measure than delayed transfers, and no line joins the two.",
        group="use",
        better="lower",
        numerator="People who no longer meet the criteria to reside.",
        denominator="None: it is a count of people on a day.",
        not_in_it=TREATED,
        series=("criteria-to-reside",),
        because="it counts people on a day at every hospital, also those that send no data; days "
        "without criteria to reside are counted here, another measure",
    ),
    PublishedMeasure(
        name="published_bed_occupancy",
        statistic="proportion",
        title="Beds occupied, as published",
        source=f"{NHSE}, bed availability and occupancy",
        doc="The share of beds open overnight that were occupied.",
        rationale="Above about 92 in 100, hospitals can no longer place people well.",
        group="use",
        better="lower",
        numerator="Beds occupied, on average.",
        denominator="Beds available, on average.",
        targets=(share(0.92, f"{NHSE}, operational planning", at_most=True),),
        not_in_it=TREATED,
        series=("beds-occupied", "beds-available"),
        because="how many beds a hospital has is in no data set here",
    ),
]

WAITING = [
    PublishedMeasure(
        name="published_over_18_weeks",
        statistic="count",
        title="Pathways over 18 weeks, as published",
        source=f"{NHSE}, consultant-led referral to treatment waiting times",
        doc="Pathways of more than 18 weeks, ended in the month or still waiting.",
        rationale="The Constitution's promise is judged by pathways, of which one person may have "
        "several; ours counts people.",
        group="use",
        better="lower",
        numerator="Pathways of more than 18 weeks.",
        denominator="None: it is a count of pathways.",
        targets=(asked("at most 8 in 100 of those waiting", CONSTITUTION),),
        not_in_it=TREATED,
        series=("rtt-over-18-weeks",),
        because="hospitals that send no data here report there",
    ),
    PublishedMeasure(
        name="published_over_52_weeks",
        statistic="count",
        title="Pathways over 52 weeks, as published",
        source=f"{NHSE}, consultant-led referral to treatment waiting times",
        doc="Pathways of more than 52 weeks, ended in the month or still waiting.",
        rationale="The plan's first promise on planned care is that nobody waits for years.",
        group="use",
        better="lower",
        numerator="Pathways of more than 52 weeks.",
        denominator="None: it is a count of pathways.",
        targets=(asked("no pathway of 104 weeks", JFP),),
        not_in_it=TREATED,
        series=("rtt-over-52-weeks",),
        because="hospitals that send no data here report there",
    ),
]
