"""The long-range model of demand and beds, as a definition."""

from __future__ import annotations

from wholeplace.planning.long_range.answering import answer
from wholeplace.planning.long_range.columns import COLUMNS, NEEDED
from wholeplace.planning.long_range.here import inputs_here
from wholeplace.planning.long_range.inputs import OPTIONAL, read_inputs
from wholeplace.planning.models.assumption import Assumption
from wholeplace.planning.models.model import InputTable, Model, Output, Template, Validation, Vary

GUIDANCE = (
    "NHS England and NHS Improvement. NHS operational planning and contracting guidance 2020/21: a "
    "maximum of 92% of general and acute beds"
)
OURS = "Our choice: no change to what the inputs say"
CHANGES = "Growth and stays"
BEDS = "Beds"
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
    assumptions=(
        Assumption(
            key="years_ahead",
            title="Years ahead",
            unit="years",
            group="How far",
            default=20,
            kind="whole",
            low=1,
            high=50,
            source="Our choice: as far as national projections are usually read",
            dated="2019",
            about="Years from the base year to the last year of the answer.",
        ),
        Assumption(
            key="variants",
            title="Variants of the population projection",
            unit="",
            group="How far",
            default="all",
            kind="members",
            of="variant",
            source="Our choice: every variant in the inputs, as likely as another",
            dated="2019",
            about="Each replication meets one of them.",
        ),
        Assumption(
            key="growth_years",
            title="Years for which rates go on growing",
            unit="years",
            group=CHANGES,
            default=20,
            kind="whole",
            low=0,
            high=50,
            source="Our choice: as long as the answer reaches",
            dated="2019",
            about="After these years only the population changes.",
        ),
        Assumption(
            key="growth_change",
            title="More growth: {activity}",
            unit="percentage points a year",
            group=CHANGES,
            default=0,
            low=-20,
            high=20,
            by=("activity",),
            source=OURS,
            dated="2019",
            about="Added to the likely growth, and to both ends of its range.",
        ),
        Assumption(
            key="stay_change",
            title="Longer stays: {activity}",
            unit="% longer",
            group=CHANGES,
            default=0,
            low=-80,
            high=100,
            by=("activity",),
            source=OURS,
            dated="2019",
            about="From the year after the base year on.",
        ),
        Assumption(
            key="delivered",
            title="Delivered: {mitigation}",
            unit="% of what is planned",
            group="What is planned",
            default=100,
            low=0,
            high=100,
            by=("mitigation",),
            source="Our choice: in full, within the range the inputs give it",
            dated="2019",
            about="0 leaves it out. Each takes its share of what those before it left.",
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
        Assumption(
            key="more_beds",
            title="More beds: {pool}",
            unit="beds",
            group=BEDS,
            default=0,
            low=-5_000,
            high=5_000,
            by=("pool",),
            source=OURS,
            dated="2019",
        ),
        Assumption(
            key="more_beds_after",
            title="When they open",
            unit="years after the base year",
            group=BEDS,
            default=5,
            kind="whole",
            low=0,
            high=50,
            source="Our choice",
            dated="2019",
        ),
    ),
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
    replications=(200, 1_000, 5_000),
    read=read_inputs,
    find=inputs_here,
    run=answer,
)
