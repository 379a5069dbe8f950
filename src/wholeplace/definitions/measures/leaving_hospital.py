"""Measures of leaving hospital late: delayed, without criteria to reside, and after being ready."""

from __future__ import annotations

from wholeplace.definitions.leaving_hospital import DELAYED_TRANSFERS, READY_DATE, SITREP
from wholeplace.definitions.measures.plans import LTP, asked
from wholeplace.definitions.measures.published_use import BETTER_CARE_FUND
from wholeplace.definitions.measures.use import LEAVERS
from wholeplace.definitions.measures.who_is_missing import NOT_SENT
from wholeplace.measures.measure import Terms, count, measure, total
from wholeplace.record.person import Person

ADULTS = "Adults on the date of the run."
NEVER_JOINED = (
    "Delayed transfers, criteria to reside and the discharge-ready date are different measures: "
    "none continues another."
)


@measure(
    title="Days of agreed delay in leaving hospital",
    source=DELAYED_TRANSFERS,
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="days of agreed delay in leaving hospital",
    among="adults",
    unit="days",
    rationale="The plan's highest priority of 2018/19. Each delay names a reason and who can end "
    f"it, so it can be acted on. {NEVER_JOINED}",
    numerator="Days, so far, of delays agreed between hospital and the body responsible that began "
    "in the last 12 months.",
    denominator=f"{ADULTS} {LEAVERS}",
    exclusions="Children; delays without a reason or a first day.",
    targets=(
        asked("at most 15,695 days in Cambridgeshire in 2018/19", BETTER_CARE_FUND),
        asked("about 75 people delayed at a time in 2019, from over 200", LTP),
    ),
    not_in_it=f"Waits that nobody agreed to be a delay. {NOT_SENT}",
    flow="delay_days",
)
def delay_days_rate(person: Person) -> Terms:
    """Days of agreed delay that began in a year, among adults."""
    return total(person.delay_days, among=person.age >= 18)


@measure(
    title="Days in hospital without criteria to reside",
    source=SITREP,
    group="use",
    statistic="rate",
    per=1_000,
    better="lower",
    says="days in hospital without meeting the criteria to reside there",
    among="adults",
    unit="days",
    rationale=f"Every day in a bed that is not needed costs an old person strength. {NEVER_JOINED}",
    numerator="Days, so far, from the first day on which a person no longer met the criteria, "
    "where that lies in the last 12 months.",
    denominator=f"{ADULTS} {LEAVERS}",
    exclusions="Children; stays without a night.",
    not_in_it=NOT_SENT,
    flow="no_criteria_days",
)
def no_criteria_days_rate(person: Person) -> Terms:
    """Days without criteria to reside that began in a year, among adults."""
    return total(person.no_criteria_days, among=person.age >= 18)


@measure(
    title="Days from being ready to leaving hospital",
    source=READY_DATE,
    group="use",
    statistic="mean",
    better="lower",
    says="days in hospital after being ready to leave",
    among="adults who left hospital in the last year",
    unit="days a person",
    rationale="Judges the whole way out, whoever holds it up, of everybody who left. "
    f"{NEVER_JOINED}",
    numerator="Days from the discharge-ready date to leaving, over all discharges of the last "
    "12 months.",
    denominator="Adults with a discharge after a night or more in the last 12 months; somebody "
    "who left twice counts once.",
    exclusions="Children; stays without a night; people who died in hospital.",
    not_in_it=f"People still in hospital, who may be those that wait longest. {NOT_SENT}",
)
def days_after_ready_mean(person: Person) -> Terms:
    """Mean days from the discharge-ready date to leaving, a person who left, in a year."""
    left = (person.age >= 18) & (person.discharges_with_ready_date > 0)
    return total(person.days_after_ready, among=left)


@measure(
    title="Left hospital over a day after being ready",
    source=READY_DATE,
    group="use",
    statistic="proportion",
    better="lower",
    says="left over a day after they were ready at least once",
    among="adults who left hospital in the last year",
    rationale="Who is kept waiting, by group: a mean hides whether few wait long or many a "
    f"little. {NEVER_JOINED}",
    numerator="Those of them who left more than one day after their discharge-ready date.",
    denominator="Adults with a discharge after a night or more in the last 12 months.",
    exclusions="Children; stays without a night; people who died in hospital.",
    not_in_it=f"People still in hospital, who may be those that wait longest. {NOT_SENT}",
)
def left_late_share(person: Person) -> Terms:
    """Of adults who left hospital in a year, those who left over a day after being ready."""
    left = (person.age >= 18) & (person.discharges_with_ready_date > 0)
    return count(person.late_discharges > 0, among=left)
