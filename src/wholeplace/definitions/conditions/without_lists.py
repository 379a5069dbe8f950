"""Conditions that plans name and nobody here can count, because no published list is at hand.

They are named, not invented: a partnership adds its own list and condition in its definitions
folder, and takes the name off this list by overriding it.
"""

from __future__ import annotations

from wholeplace.record.codelists import ListWanted

JOINT_FORWARD_PLAN = "Cambridgeshire and Peterborough Joint Forward Plan, 2023"
QOF = "Quality and Outcomes Framework 2024/25"

WANTED = [
    ListWanted(
        name="osteoarthritis",
        title="Osteoarthritis",
        source=JOINT_FORWARD_PLAN,
        why="The plan counts it among the commonest conditions; there is no register of it in "
        "general practice and no list under a licence that can be used.",
    ),
    ListWanted(
        name="fragility_fracture",
        title="Fragility fracture",
        source=f"{QOF}, osteoporosis register",
        why="Needed to count osteoporosis as the register does.",
    ),
    ListWanted(
        name="electronic_frailty_index",
        title="Electronic frailty index",
        source="Clegg and others, Age and Ageing 2016;45:353-360",
        why="Its 36 deficits are not published under a licence that can be used. Only a coded "
        "finding of moderate or severe frailty is counted.",
    ),
    ListWanted(
        name="epilepsy_treatment",
        title="Recent treatment of epilepsy",
        source=f"{QOF}, epilepsy register",
        why="Which medicines count is not published under a licence that can be used, so the "
        "register's test of recent treatment is not made.",
    ),
    ListWanted(
        name="anxiety",
        title="Anxiety",
        source=JOINT_FORWARD_PLAN,
        why="No list under a licence that can be used.",
    ),
    ListWanted(
        name="chronic_pain",
        title="Chronic pain",
        source="Cassell and others, British Journal of General Practice 2018;68:e245-e251",
        why="Measured by prescriptions of painkillers over a year, of which no list is at hand.",
    ),
    ListWanted(
        name="parkinsons_disease",
        title="Parkinson's disease",
        source="Cassell and others, British Journal of General Practice 2018;68:e245-e251",
        why="No published list was at hand.",
    ),
]
