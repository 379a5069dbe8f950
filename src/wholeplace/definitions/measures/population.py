"""Measures of who lives here."""

from __future__ import annotations

from wholeplace.core.expressions import UNKNOWN
from wholeplace.definitions.measures.plans import JFP, asked
from wholeplace.definitions.measures.who_is_missing import NOT_HERE
from wholeplace.measures.measure import Terms, count, measure
from wholeplace.record.ethnic_categories import NOT_STATED_GROUP
from wholeplace.record.person import Person

REGISTER = "The register of people, on the date of the run"
EVERYBODY = "Everybody."


@measure(
    title="People",
    source=REGISTER,
    group="population",
    statistic="count",
    says="live or are registered here",
    rationale="Every other number is read against how many people there are, and registered and "
    "resident differ here by more than a tenth.",
    numerator="Everybody, alive on the date of the run.",
    denominator="None: it is a count.",
    not_in_it=NOT_HERE,
)
def people(person: Person) -> Terms:
    """Everybody registered with a practice of the place, or living there."""
    return count(person.alive)


@measure(
    title="People aged under 18",
    source=REGISTER,
    group="population",
    statistic="proportion",
    says="are aged under 18",
    rationale="Where children live is where school nursing, immunisation and children's services "
    "have to reach.",
    numerator="People aged under 18.",
    denominator=EVERYBODY,
    not_in_it=NOT_HERE,
)
def aged_under_18(person: Person) -> Terms:
    """People who have not had their eighteenth birthday."""
    return count(person.age < 18)


@measure(
    title="People aged 65 and over",
    source=REGISTER,
    group="population",
    statistic="proportion",
    says="are aged 65 or over",
    rationale="Most long-term conditions and most days in hospital come after 65, so the share "
    "says how much care a place will need.",
    numerator="People aged 65 or over.",
    denominator=EVERYBODY,
    not_in_it=NOT_HERE,
)
def aged_65_and_over(person: Person) -> Terms:
    """People who have had their sixty-fifth birthday."""
    return count(person.age >= 65)


@measure(
    title="People aged 85 and over",
    source=REGISTER,
    group="population",
    statistic="proportion",
    says="are aged 85 or over",
    rationale="People of 85 and over use several times the care of others: a small rise here is "
    "felt in every service.",
    numerator="People aged 85 or over.",
    denominator=EVERYBODY,
    not_in_it=NOT_HERE,
)
def aged_85_and_over(person: Person) -> Terms:
    """People who have had their eighty-fifth birthday."""
    return count(person.age >= 85)


@measure(
    title="People in the most deprived fifth of England",
    source="English Indices of Deprivation 2019, national fifths of small areas (Core20)",
    group="population",
    statistic="proportion",
    says="live in the most deprived fifth of small areas in England",
    rationale="Core20: the people whom NHS England's approach to inequalities puts first. The plan "
    "counts 112,000 of them.",
    numerator="People whose home is in a small area of the most deprived national fifth.",
    denominator="People whose small area is known.",
    not_in_it=f"People whose home is not known or outside the system. {NOT_HERE}",
)
def most_deprived_fifth(person: Person) -> Terms:
    """People living in the most deprived fifth nationally, by the edition of 2019."""
    return count(person.imd19_fifth == 1, among=person.imd19_fifth.notnull())


@measure(
    title="Ethnicity recorded",
    source="NHS Data Dictionary, ethnic category: 16 groups, not stated and not known",
    group="population",
    statistic="proportion",
    better="higher",
    says="have an ethnic group on record",
    rationale="No gap between ethnic groups can be seen where the group is not recorded; complete "
    "data is one of NHS England's five priorities for inequalities.",
    numerator="People with one of the sixteen ethnic groups recorded.",
    denominator=EVERYBODY,
    exclusions="Refusals to say, which are answers, count as not recorded.",
    targets=(asked("complete and timely recording", f"{JFP}, NHS England's five priorities"),),
    not_in_it=f"Roma and Traveller people cannot be told apart in these groups. {NOT_HERE}",
)
def ethnicity_recorded(person: Person) -> Terms:
    """People whose ethnic group is recorded, refusals and unknowns not counted as recorded."""
    return count(~person.ethnic_group.isin([NOT_STATED_GROUP, UNKNOWN]))


@measure(
    title="People with nothing usable on the record",
    source="Wholeplace: no data is not health",
    group="population",
    statistic="proportion",
    better="lower",
    says="have nothing usable on the record",
    rationale="These people look healthy in every other measure and may not be: they show where "
    "the record, not the person, is empty.",
    numerator="People with nothing coded, or registered where no records come from.",
    denominator=EVERYBODY,
    not_in_it=NOT_HERE,
)
def without_usable_record(person: Person) -> Terms:
    """People about whom nothing else here can say anything."""
    return count(person.no_usable_record)
