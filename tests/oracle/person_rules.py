"""The rules of the record, slowly and obviously, in plain Python: what the engine must agree with.

Written from the words of each rule, not from its expression: loops over one person's events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from wholeplace.definitions.codelists import LISTS
from wholeplace.record.attributes import Measurement
from wholeplace.record.drawing.people import DrawnPerson
from wholeplace.record.segmentations import Segmentation

OTHERWISE = ""
# One code can be on several lists: a code of kidney failure is one of kidney disease too.
CODES = {item.name: item.codes for item in LISTS}


@dataclass(frozen=True)
class Register:
    """How a register of general practice reads, in the fewest words.

    Attributes:
        lists: Any code of these puts somebody on it.
        resolved: Codes of this list, on the same day or later, take them off.
        from_age: The age it counts from.
        coded_since: It counts only people coded on this day or later.
    """

    lists: tuple[str, ...]
    resolved: str = ""
    from_age: int = 0
    coded_since: dt.date = dt.date.min


REGISTERS = {
    "hypertension": Register(("hypertension",), "hypertension_resolved"),
    "diabetes": Register(("diabetes",), "diabetes_resolved", 17),
    "coronary_heart_disease": Register(("coronary_heart_disease",)),
    "stroke_or_tia": Register(("stroke", "tia")),
    "heart_failure": Register(("heart_failure",), "heart_failure_resolved"),
    "atrial_fibrillation": Register(("atrial_fibrillation",), "atrial_fibrillation_resolved"),
    "peripheral_arterial_disease": Register(("peripheral_arterial_disease",)),
    "copd": Register(("copd",), "copd_resolved"),
    "asthma": Register(("asthma",), "asthma_resolved", 6),
    "chronic_kidney_disease": Register(
        ("chronic_kidney_disease",), "chronic_kidney_disease_resolved", 18
    ),
    "chronic_liver_disease": Register(("chronic_liver_disease",)),
    "cancer": Register(("cancer",), coded_since=dt.date(2003, 4, 1)),
    "dementia": Register(("dementia",)),
    "severe_mental_illness": Register(("severe_mental_illness",)),
    "depression": Register(
        ("depression",), "depression_resolved", 18, coded_since=dt.date(2006, 4, 1)
    ),
    "learning_disability": Register(("learning_disability",)),
    "epilepsy": Register(("epilepsy",), "epilepsy_resolved", 18),
    "multiple_sclerosis": Register(("multiple_sclerosis",)),
    "osteoporosis": Register(("osteoporosis",), from_age=50),
    "rheumatoid_arthritis": Register(("rheumatoid_arthritis",), from_age=16),
}


def age_on(born: dt.date, day: dt.date) -> int:
    """Birthdays had by a day, one by one."""
    years = 0
    while (born.year + years + 1, born.month, born.day) <= (day.year, day.month, day.day):
        years += 1
    return years


def days_coded(person: DrawnPerson, code_lists: Iterable[str]) -> list[dt.date]:
    """The days with a code of any of several lists, in order."""
    wanted = {code for name in code_lists for code in CODES.get(name, ())}
    return sorted(entry.day for entry in person.coded if CODES[entry.code_list][0] in wanted)


def on_register_since(person: DrawnPerson, register: Register, as_at: dt.date) -> dt.date | None:
    """The day from which somebody is on a register, or None."""
    days = days_coded(person, register.lists)
    if age_on(person.born, as_at) < register.from_age or not days:
        return None
    if days[-1] < register.coded_since:
        return None
    resolutions = days_coded(person, [register.resolved])
    standing = [day for day in days if not resolutions or day > resolutions[-1]]
    return standing[0] if standing else None


def latest_reading(
    person: DrawnPerson, measurement: Measurement
) -> tuple[dt.date | None, float | None]:
    """The latest day with a plausible reading and the lowest reading of that day."""
    plausible = [
        reading
        for reading in person.readings
        if reading.measurement == measurement.name
        and measurement.lowest <= reading.value <= measurement.highest
    ]
    if not plausible:
        return None, None
    latest = max(reading.day for reading in plausible)
    return latest, min(reading.value for reading in plausible if reading.day == latest)


def is_obese(person: DrawnPerson, bmi: Measurement, as_at: dt.date) -> bool:
    """18 or over and at 30 or more, weighed since the same day last year."""
    day, value = latest_reading(person, bmi)
    if day is None or value is None or age_on(person.born, as_at) < 18:
        return False
    return value >= 30 and (day.year, day.month, day.day) > (as_at.year - 1, as_at.month, as_at.day)


def smoking(person: DrawnPerson) -> str:
    """The latest of the three codes; of two on a day, the one that says more smoking."""
    codes = ("current_smoker", "ex_smoker", "never_smoked")
    last = {code: (days_coded(person, [code]) or [dt.date.min])[-1] for code in codes}
    smokes, used_to, never = (last[code] for code in codes)
    if max(smokes, used_to, never) == dt.date.min:
        return "unknown"
    if smokes >= max(used_to, never):
        return "smokes"
    return "used to smoke" if max(smokes, used_to) > dt.date.min else "never smoked"


def placed(model: Segmentation, true: set[str]) -> tuple[str, str]:
    """The segment and the reason, going down the table until a rule is true."""
    for segment in model.segments:
        for rule in segment.rules:
            if rule.when == OTHERWISE or rule.when in true:
                return segment.name, rule.because
    raise AssertionError("a segmentation ends with a rule for everybody else")
