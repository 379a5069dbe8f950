"""What the API's answers hold: one schema per kind of record, which is also its documentation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema


class Problem(Schema):
    """What went wrong, and what to do."""

    problem: str = Field(description="What cannot be answered")
    remedy: str = Field(description="What to ask instead")
    run_id: str | None = Field(description="The run asked; none where there is none")


class Answer(Schema):
    """What every answer says of the run it is of."""

    run_id: str = Field(description="The run; pass it as ?run= to have the same answer again")
    as_at: dt.date = Field(description="The day the run counts people on")
    synthetic: bool = Field(description="Whether the people are invented")


class Page(Answer):
    """A part of a list."""

    total: int = Field(description="How many records there are in all")
    offset: int = Field(description="How many were passed over before this part")


class Run(Answer):
    """A run: what its numbers count, and from what was known when."""

    known_at: dt.date = Field(description="The day by which its data had been received")
    code_version: str = Field(description="Version of the code that made it")
    geography: str = Field(description="real, or synthetic where the places are invented")


class Area(Schema):
    """An area with numbers of its own."""

    slug: str = Field(description="Its name in addresses")
    area_type: str = Field(description="Its kind, such as district, pcn or practice")
    code: str = Field(description="Its code within its kind")
    name: str
    parent_type: str | None = Field(None, description="Kind of the next area up its hierarchy")
    parent_code: str | None = Field(None, description="Code of the next area up its hierarchy")
    basis: str = Field(description="registered, resident, or both")
    vintage: int | None = Field(None, description="Year of the boundaries")
    population_registered: int | None = Field(None, description="People registered, rounded")
    population_resident: int | None = Field(None, description="People living there, rounded")


class Areas(Page):
    """Areas."""

    items: list[Area]


class OneArea(Answer):
    """One area."""

    area: Area


class MeasureWords(Schema):
    """What every measure says of itself."""

    name: str
    title: str
    doc: str = Field(description="The measure in words")
    group: str = Field(description="The part of a place's page it stands in")
    polarity: str = Field(description="Whether higher or lower is better; none where neither")
    numerator: str
    denominator: str
    exclusions: str = Field(description="Who is left out on purpose")
    not_in_it: str = Field(description="Who is not in this number")
    rationale: str = Field(description="Why it matters")
    source: str
    owner: str
    targets: list[dict[str, Any]] = Field(description="Targets of the plans, with their sources")
    ids: list[dict[str, Any]] = Field(description="What others call the same indicator")
    version: str = Field(description="Changes whenever the definition does")


class Measure(MeasureWords):
    """What a measure counts, of whom, from what, and who is not in it."""

    statistic: str = Field(description="count, proportion, rate, dsr or mean")
    per: int | None = Field(None, description="People a rate is for")
    unit: str
    code_lists: list[str]
    rests_on: list[str] = Field(description="Facts and counts of use that its rule takes")
    register_years: list[dict[str, Any]] = Field(
        description="How the register it counts was kept, by year of the framework"
    )
    datasets: list[str]
    basis: list[str] = Field(description="Populations it is worked out for")
    dispersion: float = Field(
        description="Variance of its count by chance, as a multiple of that of single events, "
        "which its limits allow for: above 1 where one person may be counted again"
    )


class Measures(Page):
    """Measures."""

    items: list[Measure]


class MeasureElsewhere(MeasureWords):
    """What a measure is that is not counted here: others publish it, or it cannot be produced."""

    kind: str = Field(description="published or wanted")
    statistic: str = Field("", description="proportion, rate, dsr, isr, count or score")
    because: str = Field(description="Why it is not counted here")
    needs: str = Field("", description="What would let it be produced")
    series: list[str] = Field([], description="Indicators of the table published that hold it")


class MeasuresElsewhere(Page):
    """Measures that are not counted here."""

    items: list[MeasureElsewhere]


class OneMeasureElsewhere(Answer):
    """One measure that is not counted here."""

    measure: MeasureElsewhere


class OneMeasure(Answer):
    """One measure."""

    measure: Measure
    sql: str = Field(description="The query behind it, written out")


class Value(Schema):
    """A released number; see the reference of release tables for every column."""

    area_type: str
    area_code: str
    basis: str
    measure: str
    period_start: dt.date
    period_end: dt.date
    breakdown: str = Field(description="What people are divided by; all where they are not")
    category: str
    statistic: str
    numerator: int | None = Field(description="Rounded; none where it may not be shown")
    denominator: int | None = Field(description="Rounded; none where it may not be shown")
    value: float | None = Field(description="Proportions are fractions of one")
    lower: float | None = Field(description="Lower 95% confidence limit")
    upper: float | None = Field(description="Upper 95% confidence limit")
    status: str = Field(description="shown, or why there is no number")
    numerator_rounded_to: int | None = Field(None, description="Where it is coarser than usual")
    denominator_rounded_to: int | None = Field(None, description="Where it is coarser than usual")


class Values(Page):
    """Released numbers."""

    items: list[Value]


class Summary(Answer):
    """A measure of an area as a sentence, with the number behind it."""

    summary: str = Field(description="What the number says of the place, in plain English")
    value: Value | None = Field(description="The number; none where the area has none")


class Table(Schema):
    """A table of the release."""

    name: str
    columns: list[str]


class Tables(Page):
    """Tables of the release."""

    items: list[Table]


class Rows(Page):
    """Rows of a table of the release."""

    items: list[dict[str, Any]]
