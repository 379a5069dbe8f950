"""The long-range model of demand and beds, as a definition."""

from __future__ import annotations

from typing import Any

from wholeplace.planning.long_range.answering import answer
from wholeplace.planning.long_range.columns import COLUMNS, NEEDED
from wholeplace.planning.long_range.here import inputs_here
from wholeplace.planning.long_range.inputs import OPTIONAL, read_inputs
from wholeplace.planning.models.assumption import Assumption, change
from wholeplace.planning.models.model import InputTable, Model, Output, Template, Validation, Vary

GUIDANCE = (
    "NHS England and NHS Improvement. NHS operational planning and contracting guidance 2020/21: a "
    "maximum of 92% of general and acute beds"
)
HOW_FAR, CHANGES, PLANNED, BEDS = "How far", "Growth and stays", "What is planned", "Beds"
ABOUT = {
    "about.csv": ("What the inputs are", "Whoever put them together"),
    "population.csv": (
        "People projected by area, sex and age",
        "Office for National Statistics, subnational population projections",
    ),
    "counts.csv": ("Activity of the base year by sex and age", "Hospital data of one year"),
    "activities.csv": ("Kinds of activity and how they grow", "Each row names its own"),
    "parts.csv": ("Named parts of an activity", "Each row names its own"),
    "mitigations.csv": ("What is planned and how much it takes away", "Each row names its own"),
    "beds.csv": ("Beds held", "NHS England, bed availability and occupancy"),
}


def _chosen(key: str, title: str, group: str, about: str, why: str, **says: Any) -> Assumption:
    """An assumption whose default is our choice, with the reason for it."""
    source = f"Our choice: {why}"
    return Assumption(
        key=key, title=title, group=group, about=about, source=source, dated="2019", **says
    )


ASSUMPTIONS = (
    _chosen(
        "years_ahead",
        "Years ahead",
        HOW_FAR,
        "Years from the base year to the last year of the answer.",
        "as far as national projections are usually read",
        unit="years",
        default=20,
        kind="whole",
        low=1,
        high=50,
    ),
    _chosen(
        "variants",
        "Variants of the population projection",
        HOW_FAR,
        "Each replication meets one of them.",
        "every variant in the inputs, as likely as another",
        unit="",
        default="all",
        kind="members",
        low=1,
        of="variant",
    ),
    _chosen(
        "growth_years",
        "Years for which rates go on growing",
        CHANGES,
        "After these years only the population changes.",
        "as long as the answer reaches",
        unit="years",
        default=20,
        kind="whole",
        low=0,
        high=50,
    ),
    change(
        "growth_change",
        "More growth: {activity}",
        CHANGES,
        "Added to the likely growth, and to both ends of its range.",
        unit="percentage points a year",
        low=-20,
        high=20,
        by=("activity",),
    ),
    change(
        "stay_change",
        "Longer stays: {activity}",
        CHANGES,
        "From the year after the base year on.",
        unit="% longer",
        low=-80,
        high=100,
        by=("activity",),
    ),
    _chosen(
        "delivered",
        "Delivered: {mitigation}",
        PLANNED,
        "0 leaves it out. Each takes its share of what those before it left.",
        "in full, within the range the inputs give it",
        unit="% of what is planned",
        default=100,
        low=0,
        high=100,
        by=("mitigation",),
    ),
    Assumption(
        key="occupancy_target",
        title="Occupancy aimed at",
        unit="%",
        group=BEDS,
        default=92,
        low=50,
        high=100,
        source=GUIDANCE,
        dated="2020",
        about="Beds needed are occupied beds over this.",
    ),
    change(
        "more_beds",
        "More beds: {pool}",
        BEDS,
        "Beds opened, or closed with a minus sign.",
        unit="beds",
        low=-5_000,
        high=5_000,
        by=("pool",),
    ),
    _chosen(
        "more_beds_after",
        "When they open",
        BEDS,
        "All of them in that year.",
        "as long as building takes",
        unit="years after the base year",
        default=5,
        kind="whole",
        low=0,
        high=50,
    ),
)

LONG_RANGE_BEDS = Model(
    name="long_range_beds",
    title="Demand and beds in the long run",
    source="Wholeplace, after the chain of factors of the New Hospital Programme demand model",
    question="How many beds will be needed in years to come, and what do plans change?",
    doc=(
        "Today's use by sex and age is given to the people projected for each year. On top comes "
        "growth that the population does not explain. Then each mitigation takes its share of what "
        "those before it left. Bed days become beds at the occupancy aimed at. What is not known "
        "exactly is drawn from its range, many times over."
    ),
    inputs=tuple(
        InputTable(
            name=table.removesuffix(".csv"),
            title=ABOUT[table][0],
            columns=columns,
            source=ABOUT[table][1],
            needed=table not in OPTIONAL,
        )
        for table, columns in COLUMNS.items()
        if NEEDED[table]
    ),
    assumptions=ASSUMPTIONS,
    outputs=(
        Output("beds_needed", "Beds needed at the occupancy aimed at", "beds"),
        Output("occupancy", "How full the beds held would be", "%", "lower"),
        Output("bed_days", "Bed days", "bed days"),
        Output("admissions", "Admissions", "admissions"),
    ),
    validation=(
        Validation(
            "It gives what a slow model in plain Python gives, on random inputs.",
            "tests/planning/long_range/test_projecting.py",
        ),
        Validation(
            "What mitigations take and what they leave add up to the activity.",
            "tests/planning/long_range/test_projecting.py",
        ),
        Validation(
            "Projections of the population are read as published: in every cell of a hundred "
            "years the national one follows from its parts to a person.",
            "tests/planning/projection/test_national.py",
        ),
    ),
    sensitivity=(
        Vary("growth_change", "Growth of rates", -1, 1, "percentage points a year"),
        Vary("stay_change", "Length of stay", -10, 10, "% longer"),
        Vary("delivered", "Delivery of what is planned", -50, 50, "% of what is planned"),
        Vary("occupancy_target", "Occupancy aimed at", -7, 3, "percentage points"),
        Vary("growth_years", "Years of growth", -5, 5, "years"),
    ),
    templates=(
        Template(
            "as_planned",
            "As planned",
            "Everything planned is done in full, within the range that is believable.",
        ),
        Template(
            "as_in_the_past",
            "As in the past",
            "Rates go on growing, and nothing that is planned is done.",
            {"delivered.all": 0},
        ),
        Template(
            "half_delivered",
            "Half of what is planned",
            "Everything planned has half of its effect.",
            {"delivered.all": 50},
        ),
    ),
    not_in_it=(
        "Waiting lists that grow because beds are full; peaks of days and winters, which need more "
        "beds than a year's mean; care given by hospitals outside the counts; staff and money."
    ),
    command="beds",
    futures="simulated futures",
    groups="kind of activity",
    replications=(200, 1_000, 5_000),
    read=read_inputs,
    find=inputs_here,
    run=answer,
)
