"""Quality standards of the starter definitions: our own choices, each with its reason."""

from __future__ import annotations

from wholeplace.sources.monitoring.standards import QualityStandard

STANDARDS = (
    QualityStandard(
        name="any_field_complete",
        title="Any field that is not often blank for good reason",
        complete_at_least=0.8,
        because="with more than a fifth missing, what is missing can outweigh what is found",
    ),
    QualityStandard(
        name="ethnic_category_complete",
        title="Ethnic category",
        field="ethnic_category",
        complete_at_least=0.85,
        because="gaps between ethnic groups are often near one in ten, so more than that unknown "
        "can make or hide one",
    ),
    QualityStandard(
        name="sex_complete",
        title="Sex",
        field="sex",
        complete_at_least=0.98,
        because="sex is asked once and rarely missing; a fall means a broken extract",
    ),
    QualityStandard(
        name="small_area_complete",
        title="Small area of residence",
        field="lsoa21",
        complete_at_least=0.95,
        because="rows without one are in no number by place or deprivation",
    ),
    QualityStandard(
        name="main_diagnosis_complete",
        title="Main diagnosis",
        dataset="hospital_spell",
        field="primary_diagnosis",
        complete_at_least=0.95,
        because="admissions for a reason are found by it alone, and coding is paid for",
    ),
    QualityStandard(
        name="discharge_date_complete",
        title="Discharge date",
        dataset="hospital_spell",
        field="discharge_date",
        complete_at_least=0.9,
        because="few people admitted in a year are still in hospital at its end",
    ),
    QualityStandard(
        name="any_feed_timely",
        title="Any feed",
        late_after=62,
        late_at_most=0.1,
        because="a month's activity should be here when the next month has ended; later rows make "
        "the newest months read low",
    ),
)
