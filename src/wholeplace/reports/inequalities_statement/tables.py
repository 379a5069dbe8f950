"""The statement answered for one place: each indicator by group, with how many are not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.core.errors import RunError
from wholeplace.measures.catalogue import Area, ReleasedMeasure, ReleasedValue
from wholeplace.measures.release import Release
from wholeplace.places.missing import not_produced
from wholeplace.places.numbers import ALL, FIFTHS, Split
from wholeplace.places.reading import Reading, read_place
from wholeplace.places.sentences import Gap, gap_sentence
from wholeplace.places.wording import BREAKDOWNS, fifth_words
from wholeplace.record.ethnic_categories import NOT_STATED_GROUP
from wholeplace.reports.inequalities_statement.asked import Domain, Indicator, Statement

_UNKNOWN = ("unknown", NOT_STATED_GROUP)
_GROUPS = ("ethnic_group", "age_band", "sex")


@dataclass(frozen=True)
class GroupTable:
    """A measure by one way of dividing people.

    Attributes:
        breakdown: Its name in the release.
        title: In plain English.
        values: Every group, people of whom it is not known among them.
        not_known: Share of the people a measure is about whose group is not known; None where
            that cannot be said without showing a small number.
    """

    breakdown: str
    title: str
    values: tuple[ReleasedValue, ...]
    not_known: float | None


@dataclass(frozen=True)
class Answer:
    """A measure that answers an indicator, or why it does not.

    Attributes:
        name: The measure.
        measure: What the release says of it; None where it has no numbers.
        sentence: The most and the least deprived fifths in words, or why there are no numbers.
        everybody: The number for everybody.
        tables: By deprivation, ethnic group, age and sex.
    """

    name: str
    measure: ReleasedMeasure | None
    sentence: str
    everybody: ReleasedValue | None = None
    tables: tuple[GroupTable, ...] = ()


@dataclass(frozen=True)
class Answered:
    """The statement answered for one place.

    Attributes:
        statement: What was asked.
        area: The place.
        basis: Whose people are counted.
        answers: The answers to each indicator, by domain and indicator in the statement's order.
    """

    statement: Statement
    area: Area
    basis: str
    answers: tuple[tuple[Domain, tuple[tuple[Indicator, tuple[Answer, ...]], ...]], ...]

    def each(self) -> Iterator[tuple[Domain, Indicator, Answer]]:
        """Every answer with what it answers."""
        for domain, indicators in self.answers:
            for indicator, answers in indicators:
                for answer in answers:
                    yield domain, indicator, answer


def answer_statement(
    release: Release, statement: Statement, slug: str = "", basis: str = ""
) -> Answered:
    """Answer the statement for a place.

    Args:
        release: The published release.
        statement: What is asked.
        slug: The place; the whole system by default.
        basis: "registered" or "resident"; by default people registered, where the place has them,
            as most of what is asked is recorded by practices.

    Raises:
        RunError: If there is no such place, or it has no numbers on that basis.
    """
    if slug and slug not in release.areas_by_slug:
        raise RunError(f"The release has no place {slug}.", "See the pages of places.")
    area = release.areas_by_slug[slug] if slug else release.system
    chosen = basis or ("registered" if "registered" in area.bases else area.bases[0])
    reading = read_place(release, area, chosen)
    answers = tuple(
        (
            domain,
            tuple(
                (one, tuple(_answer(reading, name) for name in one.measures))
                for one in domain.indicators
            ),
        )
        for domain in statement.domains
    )
    return Answered(statement, area, chosen, answers)


def _answer(reading: Reading, name: str) -> Answer:
    measure, why = reading.release.measures.get(name), not_produced(reading.release, name)
    if why:
        return Answer(name, None, why)
    if measure is None or (measure.basis and reading.basis not in measure.basis):
        title = measure.title if measure else name.replace("_", " ")
        return Answer(name, None, f"“{title}” is not counted for these people in this run.")
    deprivation, fifths = reading.numbers.deprivation(reading.area, name, reading.editions)
    tables = [_table(deprivation, fifths)]
    tables += [_table(by, reading.numbers.split(reading.area, name, by)) for by in _GROUPS]
    return Answer(
        name,
        measure,
        _sentence(measure, fifths),
        reading.numbers.overall(reading.area, name),
        tuple(table for table in tables if table.values),
    )


def _sentence(measure: ReleasedMeasure, fifths: Split) -> str:
    most, least = fifths.get(FIFTHS[0]), fifths.get(FIFTHS[-1])
    if most is None or least is None or not (most.shown and least.shown):
        return f"{measure.title}: too few in the most or the least deprived fifth to compare."
    gap = Gap(fifth_words(FIFTHS[0]), most, fifth_words(FIFTHS[-1]), least)
    return gap_sentence(measure, gap, f"{measure.title}:")


def _table(breakdown: str, split: Split) -> GroupTable:
    return GroupTable(
        breakdown,
        BREAKDOWNS.get(breakdown, breakdown.replace("_", " ")),
        tuple(split.values()),
        _not_known(split),
    )


def _not_known(split: Split) -> float | None:
    """The share of people whose group is not known, from counts that may be seen."""
    counts = {
        name: value.numerator if value.statistic == "count" else value.denominator
        for name, value in split.items()
        if name != ALL
    }
    if not counts or any(count is None for count in counts.values()):
        return None
    total = sum(count or 0 for count in counts.values())
    missing = sum(count or 0 for name, count in counts.items() if name in _UNKNOWN)
    return missing / total if total else None
