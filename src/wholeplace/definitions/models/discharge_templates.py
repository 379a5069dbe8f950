"""Scenarios to start from: the three options of the partnership's own paper, and one change."""

from __future__ import annotations

from wholeplace.planning.models.model import Template

TEMPLATES = (
    Template(
        "do_nothing",
        "Do nothing",
        "Option 2: accept delays as they are. What the others are compared with.",
    ),
    Template(
        "fund_capacity",
        "Fund extra capacity",
        "Option 1: more reablement and intermediate care at home in every place, and what slots "
        "that stand empty at times cost.",
        {"extra_slots.reablement.all": 4, "extra_slots.intermediate_care_at_home.all": 3},
    ),
    Template(
        "match_differently",
        "Match differently",
        "Option 3: places share their slots, more slots meet every request, assessment is a "
        "quarter faster, and half of all people are ready at an even pace.",
        {
            "pooled.all": ("all",),
            "open_eligibility": 50,
            "faster_assessment.all": 25,
            "faster_choice": 25,
            "smoother_discharges": 50,
        },
    ),
    Template(
        "mixture",
        "A little of both",
        "Places share reablement and intermediate care at home, assessment is a quarter faster, "
        "and every place has two more reablement slots.",
        {
            "pooled.reablement": ("all",),
            "pooled.intermediate_care_at_home": ("all",),
            "faster_assessment.all": 25,
            "extra_slots.reablement.all": 2,
        },
    ),
)
